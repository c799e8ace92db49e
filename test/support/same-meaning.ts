import { all, create, type FunctionNode, type MathNode } from "mathjs";

const math = create(all ?? {});

/** A number from 0.1 to 0.9 that depends on nothing but the text. */
function drawn(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 131 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return 0.1 + (0.8 * ((hash * 7919) % 1_000_003)) / 1_000_003;
}

type Scope = Map<string, unknown>;
type Raw = ((parts: readonly MathNode[], _: unknown, scope: Scope) => number) & { rawArgs?: true };

const raw = (of: Raw): Raw => Object.assign(of, { rawArgs: true as const });
const numberOf = (part: MathNode | undefined, scope: Scope): number =>
  Number(part?.compile().evaluate(scope));

const entriesOf = (scope: Scope): (readonly [string, unknown])[] =>
  [...scope.keys()].map((name) => [name, scope.get(name)] as const);

/** `sum(i, 1, 3, x[i])`, as `spelled` writes it; with other arguments the plain function of them. */
const reduction = (name: string, of: (...values: number[]) => number): [string, Raw] => [
  `reduce_${name}`,
  raw((parts, _, scope) => {
    const [index, lo, hi, body] = parts;
    if (parts.length < 4) return of(...parts.map((part) => numberOf(part, scope)));
    const [from, to] = [numberOf(lo, scope), numberOf(hi, scope)];
    const values = Array.from({ length: to - from + 1 }, (_each, k) =>
      numberOf(body, new Map([...entriesOf(scope), [index?.toString() ?? "", from + k]])),
    );
    return of(...values);
  }),
];

const plus = (...values: number[]): number => values.reduce((a, b) => a + b, 0);
const functions: readonly (readonly [string, unknown])[] = [
  reduction("sum", plus),
  reduction("max", Math.max),
  reduction("min", Math.min),
  reduction("logsumexp", (...values) => Math.log(plus(...values.map(Math.exp)))),
  ["delta", (a: number, b: number) => Number(a === b)],
  ["atleast", (a: number, b: number) => Number(a >= b)],
  ["atmost", (a: number, b: number) => Number(a <= b)],
  ["sigmoid", (x: number) => 1 / (1 + Math.exp(-x))],
  ["relu", (x: number) => Math.max(x, 0)],
  ["softplus", (x: number) => Math.log1p(Math.exp(x))],
  // The instance moves, all else stays; what does not read it has exactly 0.
  [
    "diff",
    raw((parts, _, scope) => {
      const [body, by] = parts;
      const [first, ...rest] = by?.type === "FunctionNode" ? (by as FunctionNode).args : [];
      const place = [
        first && Reflect.get(first, "value"),
        ...rest.map((part) => numberOf(part, scope)),
      ].join();
      const at = scope.get("at") as (...of: unknown[]) => number;
      const moved = (step: number): number => {
        const there = (...of: unknown[]): number => at(...of) + (of.join() === place ? step : 0);
        const inner: Scope = new Map([...entriesOf(scope), ["at", there]]);
        const name = by?.type === "SymbolNode" ? by.toString() : "";
        if (name) inner.set(name, Number(scope.get(name)) + step);
        return numberOf(body, inner);
      };
      // Rounded, so that 1 is 1: it may be an exponent.
      return Math.round(((moved(1e-4) - moved(-1e-4)) / 2e-4) * 1e9) / 1e9;
    }),
  ],
];

math.import(Object.fromEntries(functions), { override: true });

/** `W[j,i]` as a function of its indices, and names that mathjs would not read. */
const spelled = (text: string): string =>
  text
    .replaceAll("∂", "adjoint_")
    .replaceAll("'", "_prime")
    .replaceAll("°", "_index")
    .replace(/(\w+)=(-?\d+)\.\.(-?\d+)/g, "$1, $2, $3")
    .replace(/\b(sum|max|min|logsumexp)\(/g, "reduce_$1(")
    .replace(/([A-Za-z_]\w*)\[([^\]]*)\]/g, 'at("$1", $2)');

/** The value of a formula where all that it reads has numbers that follow from its name; NaN if it has none. */
function sample(text: string, axes: readonly string[], salt: number): number {
  const sign = salt % 2 === 0 ? 1 : -1;
  const scope: Scope = new Map<string, unknown>([
    ["at", (...of: unknown[]) => sign * drawn(`${salt} ${of.join()}`)],
    ...axes.map((axis, k) => {
      const [index = "", lo = 1, hi = 3] = axis.split(/=|\.\./);
      const place = Math.floor(drawn(`${salt} ${k} place`) * 7919) % (Number(hi) - Number(lo) + 1);
      return [spelled(index), Number(lo) + place] as const;
    }),
  ]);
  try {
    const node = math.parse(spelled(text));
    node.traverse((part) => {
      const name = part.type === "SymbolNode" ? part.toString() : "";
      if (name && !scope.has(name) && !(name in math)) scope.set(name, drawn(`${salt} ${name}`));
    });
    return Number(node.compile().evaluate(scope));
  } catch {
    return Number.NaN;
  }
}

/**
 * Whether two formulas have the same value at many points, with indices from their axes (`i=1..3`). It shares no code with the judge of step streams; what it
 * cannot evaluate counts as different.
 */
export function hasSameMeaning(a: string, b: string, axes: readonly string[]): boolean {
  let decided = 0;
  for (let salt = 1; salt <= 24; salt++) {
    const [left, right] = [sample(a, axes, salt), sample(b, axes, salt)];
    if (Number.isNaN(left) && Number.isNaN(right)) continue;
    if (!(Math.abs(left - right) <= 1e-10 * (1 + Math.abs(left)))) return false;
    decided++;
  }
  return decided > 8;
}
