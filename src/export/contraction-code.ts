import type { ArrayCode } from "./array-axes.js";
import type { Family } from "./function-code.js";
import { at, atom, type Code, quotientCode } from "./precedence.js";

const moduleOf: Readonly<Record<Exclude<Family, "python">, string>> = {
  numpy: "np",
  torch: "torch",
  jax: "jnp",
};

/** The transpose of a matrix; two cancel. */
const transposeOf = (code: Code): Code =>
  code.level === "atom" && code.text.endsWith(".T")
    ? atom(code.text.slice(0, -2))
    : atom(`${at("atom", code)}.T`);

/** The same array with its axes in this order. */
export function transposed(
  { code, indices }: ArrayCode,
  order: readonly string[],
  family: Family,
): ArrayCode {
  if (order.every((index, place) => index === indices[place])) return { code, indices: order };
  if (order.length === 2) return { code: transposeOf(code), indices: order };
  const places = order.map((index) => indices.indexOf(index)).join(", ");
  const method = family === "torch" ? "permute" : "transpose";
  return { code: atom(`${at("atom", code)}.${method}(${places})`), indices: order };
}

/** `a @ b` stands among products, and its factors are products of nothing else. */
const matrixProduct = (left: Code, right: Code): Code => ({
  text: `${at("power", left)} @ ${at("power", right)}`,
  level: "product",
});

/**
 * Σ over one index of a product of arrays, each of which has it as its last axis: with `kept` as the axes of
 * the result a product of matrices where there are two factors with at most one more axis each, otherwise an
 * `einsum`.
 */
export function contraction(
  factors: readonly ArrayCode[],
  index: string,
  kept: readonly string[],
  family: Exclude<Family, "python">,
): Code {
  const merged = factors.length > 2 ? mergeAlike(factors) : factors;
  const [first, second, ...more] = merged;
  if (first && !second) return atom(`${at("atom", first.code)}.sum(-1)`);
  const own = ({ indices }: ArrayCode): readonly string[] =>
    indices.filter((each) => each !== index);
  if (first && second && more.length === 0) {
    const [[a, ...restA], [b, ...restB]] = [own(first), own(second)];
    const isMatrix = restA.length === 0 && restB.length === 0;
    if (isMatrix && b === undefined) return matrixProduct(first.code, second.code);
    if (isMatrix && a === undefined) return matrixProduct(second.code, first.code);
    if (isMatrix && a !== b)
      return a === kept[0]
        ? matrixProduct(first.code, transposeOf(second.code))
        : matrixProduct(second.code, transposeOf(first.code));
  }
  return einsum(merged, index, kept, family);
}

/** Factors with the same axes as one, multiplied element by element. */
function mergeAlike(factors: readonly ArrayCode[]): readonly ArrayCode[] {
  const groups = new Map<string, ArrayCode[]>();
  for (const factor of factors) {
    const key = factor.indices.join();
    groups.set(key, [...(groups.get(key) ?? []), factor]);
  }
  return [...groups.values()].map((group) => ({
    code: quotientCode(
      false,
      group.map(({ code }) => code),
      [],
    ),
    indices: group[0]?.indices ?? [],
  }));
}

function einsum(
  factors: readonly ArrayCode[],
  index: string,
  kept: readonly string[],
  family: Exclude<Family, "python">,
): Code {
  const letters = new Map(
    [...kept, index].map((each, place) => [each, "abcdefghijklmnopqrstuvwxyz"[place]]),
  );
  const word = (indices: readonly string[]): string =>
    indices.map((each) => letters.get(each)).join("");
  const subscripts = `${factors.map(({ indices }) => word(indices)).join(",")}->${word(kept)}`;
  const operands = factors.map(({ code }) => code.text).join(", ");
  return atom(`${moduleOf[family]}.einsum("${subscripts}", ${operands})`);
}
