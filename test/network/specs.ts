import { placesIn } from "../../src/errors/place.js";
import { InputError, type Place } from "../../src/errors/problem.js";
import { parseFormula } from "../../src/math/formula/parse-formula.js";
import { parseLeftSide } from "../../src/math/formula/parse-left-side.js";
import type {
  EquationsSpec,
  Formula,
  LayeredSpec,
  LayerSpec,
  Located,
  LossSpec,
  OptimizerSpec,
  Tensor,
} from "../../src/network/file/spec.js";

/** Numbers as a file nests them. */
export type Nested = number | readonly Nested[];

const nowhere: Place = { line: 1, column: 1 };
const located = <Value>(value: Value, place = nowhere): Located<Value> => ({ value, place });

const shapeOf = (value: Nested): readonly number[] =>
  typeof value === "number" ? [] : [value.length, ...shapeOf(value[0] ?? 0)];
const decimalsOf = (value: Nested): readonly string[] =>
  typeof value === "number" ? [String(value)] : value.flatMap(decimalsOf);

export const tensor = (value: Nested, place = nowhere): Tensor => ({
  shape: shapeOf(value),
  decimals: decimalsOf(value),
  place,
});

/** A formula whose places count from the start of its text, on the given line. */
export function formula(text: string, line = 1, column = 1): Formula {
  const places = placesIn(text);
  const placeOf: Formula["placeOf"] = (span) => {
    const place = places(span);
    return { ...place, line, column: place.column + column - 1 };
  };
  return { text, tree: parseFormula(text, placeOf), placeOf };
}

export interface EquationFile {
  readonly sizes?: Readonly<Record<string, number>>;
  readonly given?: Readonly<Record<string, Nested>>;
  readonly parameters?: Readonly<Record<string, Nested>>;
  /** One equation a line, as in a file: `h[t]: x[t]`. Lines and columns count from its start. */
  readonly equations: string;
  readonly loss?: string;
  readonly frozen?: readonly string[];
}

/** An equation file as `spec` would read it, with the equations on lines of their own. */
export function equationFile(file: EquationFile): EquationsSpec {
  const tensors = (record: EquationFile["given"] = {}): ReadonlyMap<string, Tensor> =>
    new Map(Object.entries(record).map(([name, value]) => [name, tensor(value)]));
  return {
    kind: "equations",
    title: undefined,
    optimizer: undefined,
    frozen: (file.frozen ?? []).map((name) => located(name, { line: 9, column: 9 })),
    sizes: new Map(Object.entries(file.sizes ?? {}).map(([name, size]) => [name, located(size)])),
    given: tensors(file.given),
    parameters: tensors(file.parameters),
    equations: file.equations.trim().split("\n").map(equationLine),
    loss: file.loss === undefined ? undefined : located(file.loss, { line: 99, column: 7 }),
  };
}

function equationLine(text: string, position: number): EquationsSpec["equations"][number] {
  const line = position + 1;
  const indent = text.length - text.trimStart().length;
  const colon = text.indexOf(":");
  const leftText = text.slice(indent, colon);
  const place = { line, column: indent + 1, length: leftText.length };
  const right = text.slice(colon + 2);
  return {
    left: { ...parseLeftSide(leftText, () => place), place },
    right: formula(right, line, colon + 3),
  };
}

export type Layer =
  | readonly [weight: Nested, bias?: Nested]
  | string
  | { readonly name: string; readonly options: Readonly<Record<string, string>> }
  | { readonly formula: string };

export interface LayeredFile {
  readonly inputs: Nested;
  readonly targets: Nested;
  readonly layers: readonly Layer[];
  readonly loss?: string | { readonly formula: string };
  readonly options?: Readonly<Record<string, string>>;
  readonly reduction?: "sum" | "mean";
  readonly notation?: "article" | "mazur" | "indexed";
  readonly frozen?: readonly string[];
  readonly optimizer?: OptimizerSpec;
}

/** A layered file as `spec` would read it; options are not filled in. */
export function layeredFile(file: LayeredFile): LayeredSpec {
  const inputs = tensor(file.inputs, { line: 2, column: 9 });
  return {
    kind: "layered",
    title: undefined,
    optimizer: file.optimizer,
    frozen: (file.frozen ?? []).map((name) => located(name, { line: 9, column: 9 })),
    inputs,
    targets: tensor(file.targets, { line: 3, column: 10 }),
    targetKind: shapeOf(file.targets).length < inputs.shape.length ? "classes" : "values",
    sampled: inputs.shape.length === 2,
    layers: file.layers.map(layerOf),
    loss: lossOf(file),
    reduction: file.reduction ?? "sum",
    notation: file.notation && located(file.notation, { line: 8, column: 11 }),
  };
}

function layerOf(layer: Layer, position: number): LayerSpec {
  const place = { line: 5 + position, column: 5 };
  if (typeof layer === "string") return layerOf({ name: layer, options: {} }, position);
  if ("formula" in layer)
    return { kind: "formula", formula: formula(layer.formula, place.line, 17), place };
  if ("name" in layer) {
    const options = new Map(Object.entries(layer.options));
    return { kind: "activation", name: located(layer.name, place), options, place };
  }
  const [weight, bias] = layer;
  return {
    kind: "linear",
    weight: tensor(weight, place),
    bias: bias === undefined ? undefined : tensor(bias, place),
    place,
  };
}

function lossOf({ loss = "half_squared_error", options = {} }: LayeredFile): LossSpec {
  if (typeof loss !== "string")
    return { kind: "formula", formula: formula(loss.formula, 20, 7), place: nowhere };
  return { kind: "named", name: located(loss), options: new Map(Object.entries(options)) };
}

/** What an action refuses: one line a problem, `line:column code: message`, with ` (help)` where there is one. */
export function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code, message, place, help }) => {
      const at = place ? `${place.line}:${place.column}` : "?";
      return `${at} ${code}: ${message}${help === undefined ? "" : ` (${help})`}`;
    });
  }
  return [];
}
