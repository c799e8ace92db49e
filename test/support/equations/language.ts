/**
 * Equation files as the design describes them, as data of our own: what random files are made of, and what the
 * independent evaluator reads. It shares nothing with `src/`.
 */

/** A sum of multiples of indices and an integer. */
export interface Term {
  readonly constant: number;
  readonly factors: ReadonlyArray<readonly [index: string, coefficient: number]>;
}

export type Reduction = "sum" | "mean" | "max" | "min" | "logsumexp";

export type Formula =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "index"; readonly term: Term }
  | { readonly kind: "reference"; readonly name: string; readonly terms: readonly Term[] }
  | { readonly kind: "add"; readonly terms: readonly Formula[] }
  | {
      readonly kind: "binary";
      readonly operator: "-" | "*" | "/" | "^";
      readonly left: Formula;
      readonly right: Formula;
    }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Formula[] }
  | {
      readonly kind: "reduce";
      readonly name: Reduction;
      readonly indices: readonly string[];
      readonly body: Formula;
    };

export interface Equation {
  readonly name: string;
  /** Names of indices, and integers. */
  readonly left: ReadonlyArray<string | number>;
  readonly right: Formula;
}

/** Numbers row by row; every axis counts from 1. */
export interface Data {
  readonly shape: readonly number[];
  readonly decimals: readonly string[];
}

export interface EquationFile {
  readonly sizes: ReadonlyMap<string, number>;
  readonly given: ReadonlyMap<string, Data>;
  readonly parameters: ReadonlyMap<string, Data>;
  readonly equations: readonly Equation[];
  readonly loss: string;
}

/** `2*t+k-1` */
export function termText({ constant, factors }: Term): string {
  const parts = factors.map(([index, coefficient]) => {
    const sign = coefficient < 0 ? "-" : "+";
    const size = Math.abs(coefficient);
    return `${sign}${size === 1 ? "" : `${size}*`}${index}`;
  });
  if (constant !== 0 || parts.length === 0)
    parts.push(constant < 0 ? `${constant}` : `+${constant}`);
  return parts.join("").replace(/^\+/, "");
}

export function formulaText(formula: Formula): string {
  switch (formula.kind) {
    case "number":
      return formula.text.startsWith("-") ? `(${formula.text})` : formula.text;
    case "index":
      return `(${termText(formula.term)})`;
    case "reference":
      return instanceText(formula.name, formula.terms.map(termText));
    case "add":
      return `(${formula.terms.map(formulaText).join(" + ")})`;
    case "binary":
      return `(${formulaText(formula.left)} ${formula.operator} ${formulaText(formula.right)})`;
    case "call":
      return `${formula.name}(${formula.arguments.map(formulaText).join(", ")})`;
    case "reduce":
      return `${formula.name}(${[...formula.indices, formulaText(formula.body)].join(", ")})`;
  }
}

export const instanceText = (name: string, subscripts: ReadonlyArray<string | number>): string =>
  subscripts.length === 0 ? name : `${name}[${subscripts.join(",")}]`;

type Nested = number | readonly Nested[];

function nested(numbers: readonly number[], [count, ...rest]: readonly number[]): Nested {
  if (count === undefined) return numbers[0] as number;
  const size = numbers.length / count;
  return Array.from({ length: count }, (_, row) =>
    nested(numbers.slice(row * size, (row + 1) * size), rest),
  );
}

/** The file as the object that YAML or JSON would hold. */
export function fileObject({ sizes, given, parameters, equations, loss }: EquationFile): object {
  const tensors = (data: ReadonlyMap<string, Data>): object =>
    Object.fromEntries(
      [...data].map(([name, { shape, decimals }]) => [name, nested(decimals.map(Number), shape)]),
    );
  return {
    ...(sizes.size > 0 && { sizes: Object.fromEntries(sizes) }),
    ...(given.size > 0 && { given: tensors(given) }),
    ...(parameters.size > 0 && { parameters: tensors(parameters) }),
    equations: Object.fromEntries(
      equations.map(({ name, left, right }) => [instanceText(name, left), formulaText(right)]),
    ),
    loss,
  };
}

/** Every formula in a formula, itself first. */
export function* partsOf(formula: Formula): Generator<Formula> {
  yield formula;
  if (formula.kind === "add") for (const term of formula.terms) yield* partsOf(term);
  if (formula.kind === "binary") {
    yield* partsOf(formula.left);
    yield* partsOf(formula.right);
  }
  if (formula.kind === "call") for (const each of formula.arguments) yield* partsOf(each);
  if (formula.kind === "reduce") yield* partsOf(formula.body);
}
