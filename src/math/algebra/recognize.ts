import { rebuild, substituteIndices } from "./binding.js";
import { factorList, multiply, number, one, power, smallInteger } from "./constructors.js";
import type { Expression } from "./expression.js";
import { type IndexTerm, plainIndex } from "./index-term.js";

/** An expression that has a name: the right-hand side of a definition at certain indices, and the reference to it. */
export interface Named {
  readonly right: Expression;
  readonly name: Expression;
}

/** The bases of a product with their whole exponents; a number or another power counts as a base. */
function exponentsOf(expression: Expression): Map<Expression, number> {
  const exponents = new Map<Expression, number>();
  for (const factor of factorList(expression)) {
    const exponent = factor.kind === "power" ? smallInteger(factor.exponent) : undefined;
    const base = factor.kind === "power" && exponent !== undefined ? factor.base : factor;
    exponents.set(base, (exponents.get(base) ?? 0) + (exponent ?? 1));
  }
  return exponents;
}

/** Takes the factors of a named product out of a product, as often as they are all there. */
function replaceFactors(product: Expression, { right, name }: Named): Expression {
  const wanted = [...exponentsOf(right)];
  const found = exponentsOf(product);
  const covers = ([base, exponent]: readonly [Expression, number]): boolean => {
    const there = found.get(base) ?? 0;
    return Math.sign(there) === Math.sign(exponent) && Math.abs(there) >= Math.abs(exponent);
  };
  let count = 0;
  while (wanted.every(covers)) {
    for (const [base, exponent] of wanted) found.set(base, (found.get(base) ?? 0) - exponent);
    count++;
  }
  if (count === 0) return product;
  const rest = [...found].filter(([, exponent]) => exponent !== 0);
  return multiply(
    ...Array.from({ length: count }, () => name),
    ...rest.map(([base, exponent]) => power(base, number(exponent))),
  );
}

/**
 * Writes names for whole right-hand sides: where all of a definition occurs, or where factors of a product
 * make up all of it. With p[k] = e^z[k] / S, the product e^z[k] e^z[s] / S² becomes p[k] p[s].
 */
export function recognize(expression: Expression, table: readonly Named[]): Expression {
  const found = table.find(({ right }) => right === expression);
  if (found) return found.name;
  const rebuilt =
    expression.kind === "multiply"
      ? table
          .filter(({ right }) => right.kind === "multiply" && right.factors.length > 1)
          .reduce(replaceFactors, expression)
      : expression;
  return rebuild(
    rebuilt,
    (part) => recognize(part, table),
    (term) => term,
  );
}

/** The named forms of `right` = `name` at the given indices and with one index replaced by a candidate. */
export function namedForms(
  right: Expression,
  nameAt: (terms: readonly IndexTerm[]) => Expression,
  axes: readonly string[],
  candidates: (axis: number) => Iterable<string>,
): readonly Named[] {
  const forms: Named[] = [{ right, name: nameAt(axes.map(plainIndex)) }];
  axes.forEach((axis, place) => {
    for (const candidate of candidates(place)) {
      const terms = axes.map((each, at) => plainIndex(at === place ? candidate : each));
      const replaced = substituteIndices(right, new Map([[axis, plainIndex(candidate)]]));
      forms.push({ right: replaced, name: nameAt(terms) });
    }
  });
  return forms;
}

/** Whether naming an expression says more than the expression: a bare number, constant or reference does not. */
export const worthNaming = (right: Expression): boolean =>
  right !== one &&
  (right.kind === "call" ||
    right.kind === "power" ||
    right.kind === "multiply" ||
    right.kind === "add" ||
    right.kind === "reduction");
