import { zero } from "../math/algebra/constructors.js";
import type { Definition } from "../math/model/dependencies.js";
import { quantityOf } from "../math/model/model.js";
import type { Step } from "../math/model/schedule.js";
import { arrayCode } from "./array-code.js";
import { asTensor, recordsTensors } from "./code-scope.js";
import { termCode } from "./leaf-code.js";
import { scalarCode } from "./scalar-code.js";
import {
  type Cell,
  cellLines,
  cellOf,
  definitionsIn,
  fillsHull,
  indented,
  isWhole,
  rangeText,
} from "./statements.js";
import type { Storage } from "./storage.js";
import { formulaText, scopeOf, type Writing } from "./writing.js";

const longestLine = 96;

/** A name for the numbers of a quantity, and the kind of storage that they get. */
function store(writing: Writing, name: string, kind: Storage["kind"], wish: string): Storage {
  const { axes } = quantityOf(writing.model, name);
  const own = writing.names.ofQuantity(name, wish);
  const storage: Storage = { kind: axes.length === 0 ? "scalar" : kind, name: own, axes };
  writing.storages.set(name, storage);
  return storage;
}

/** Writes the statements of a model's steps; `wishOf` says what a quantity would best be called. */
export function stepWriter(
  writing: Writing,
  wishOf: (quantity: string) => string,
): (step: Step) => readonly string[] {
  const { family } = writing;
  const written = new Map<string, number>();
  const begin = (name: string): readonly string[] => {
    if (writing.storages.has(name)) return [];
    const isArray = family === "numpy";
    const { name: own, axes } = store(writing, name, isArray ? "array" : "table", wishOf(name));
    if (axes.length === 0) return [];
    if (!isArray) return [`${own} = {}`];
    const shape = axes.map(({ lo, hi }) => hi - lo + 1).join(", ");
    return [
      fillsHull(writing, name)
        ? `${own} = np.zeros((${shape}${axes.length === 1 ? "," : ""}))`
        : `${own} = np.full((${shape}${axes.length === 1 ? "," : ""}), math.nan)`,
    ];
  };
  const finish = (name: string): readonly string[] => {
    const { axes, pieces } = quantityOf(writing.model, name);
    const formulas = pieces.filter(({ kind }) => kind === "formula").length;
    const storage = writing.storages.get(name);
    if (written.get(name) !== formulas || storage?.kind !== "table") return [];
    if (!recordsTensors(writing) || !fillsHull(writing, name)) return [];
    writing.storages.set(name, { ...storage, kind: "array" });
    return [`${storage.name} = stack(${[storage.name, ...axes.map(rangeText)].join(", ")})`];
  };
  return (step) => {
    const definitions = definitionsIn(step);
    const names = [...new Set(definitions.map(({ name }) => name))];
    const comments = definitions.map((each) => `# ${formulaText(each, writing)}`);
    for (const { name } of definitions) written.set(name, (written.get(name) ?? 0) + 1);
    const [only] = definitions;
    const whole = step.kind === "box" && only ? wholeStatement(only, writing, wishOf) : undefined;
    if (whole) return [...comments, ...whole];
    const isZero = step.kind === "box" && only?.piece.right === zero && family === "numpy";
    const starts = names.flatMap(begin);
    const cells = isZero ? [] : cellLines(step, new Map(), writing);
    return [...comments, ...starts, ...cells, ...names.flatMap(finish)];
  };
}

/** A whole quantity in one statement, where one formula defines it: an array, a scalar or a comprehension. */
function wholeStatement(
  definition: Definition,
  writing: Writing,
  wishOf: (quantity: string) => string,
): readonly string[] | undefined {
  if (!isWhole(writing, definition)) return undefined;
  const { name } = definition;
  const cell = cellOf(definition);
  const { axes } = definition.piece;
  const array = writing.family === "python" ? undefined : wholeArray(definition, writing);
  if (array !== undefined) {
    const storage = store(writing, name, "array", wishOf(name));
    return [`${storage.name} = ${array}`];
  }
  const scope = scopeOf(writing, cell.indices);
  if (axes.length === 0) {
    const code = asTensor(cell.right, scalarCode(cell.right, scope), scope);
    return [`${store(writing, name, "scalar", wishOf(name)).name} = ${code.text}`];
  }
  if (writing.family !== "python") return undefined;
  return comprehension(store(writing, name, "table", wishOf(name)), cell, writing);
}

/** `h = {j: … for j in range(1, 4)}` */
function comprehension(
  { name }: Storage,
  { terms, free, right, indices }: Cell,
  writing: Writing,
): readonly string[] {
  const scope = scopeOf(writing, indices);
  const keys = terms.map((term) => termCode(term, scope).text);
  const entry = `${keys.length === 1 ? keys[0] : `(${keys.join(", ")})`}: ${scalarCode(right, scope).text}`;
  const loops = free.map(
    (axis) => `for ${writing.names.ofIndex(axis.index)} in ${rangeText(axis)}`,
  );
  const line = `${name} = {${[entry, ...loops].join(" ")}}`;
  if (line.length <= longestLine) return [line];
  return [`${name} = {`, ...indented([entry, ...loops]), "}"];
}

function wholeArray(definition: Definition, writing: Writing): string | undefined {
  const { axes, right } = definition.piece;
  const taken = new Set(axes.map(({ index }) => index));
  const array = arrayCode(right, { ...scopeOf(writing, taken), axes });
  if (!array || array.indices.length < axes.length) return undefined;
  return axes.length > 0
    ? array.code.text
    : asTensor(right, array.code, scopeOf(writing, taken)).text;
}
