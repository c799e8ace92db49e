import { type Big, big, type Read } from "./arithmetic/evaluate.js";
import { type Node, partsIn, reads, replaceParts, show } from "./arithmetic/formula.js";
import { indicesOf } from "./arithmetic/model.js";
import { anyNumber } from "./compare.js";

/** A rule with any values, and any slopes, in the place of the parts that it leaves to be differentiated. */
export interface Abstract {
  readonly before: Node;
  readonly after: Node;
}

const name = (text: string, parts: readonly Node[] = []): Node => ({ kind: "name", text, parts });
const call = (text: string, ...parts: readonly Node[]): Node => ({ kind: "function", text, parts });

/** The variable that moves all parts at once. */
const mover = name("#by");

/** The indices of sums around a part that it reads. */
const ownIndices = (part: Node, around: readonly string[]): readonly Node[] =>
  indicesOf(around)
    .filter((index) => reads(part, index))
    .map((index) => name(index));

const hasPart = (node: Node, key: string): boolean =>
  partsIn(node).some(([part]) => show(part) === key);

/**
 * With the parts that a rule leaves to be differentiated replaced by `value + slope·#by`: a rule must hold for them,
 * whatever their values and slopes are. Undefined where the rule does not keep these parts in one piece.
 */
export function abstracted(mark: Node, after: Node): Abstract | undefined {
  const [body, by] = mark.parts;
  if (!body || !by) return undefined;
  const values = new Map<string, Node>();
  const moved = new Map<string, Node>();
  const slopes = new Map<string, Node>();
  for (const [part, around] of partsIn(after)) {
    const [left, variable] = part.parts;
    if (part.text !== "diff" || !left || !variable || show(variable) !== show(by)) continue;
    const indices = ownIndices(left, around);
    const [value, slope] = [name(`#${show(left)}`, indices), name(`#d ${show(left)}`, indices)];
    values.set(show(left), value);
    moved.set(show(left), call("+", value, call("*", slope, mover)));
    slopes.set(show(part), slope);
  }
  const [left, right] = [
    replaceParts(body, moved),
    replaceParts(replaceParts(after, slopes), values),
  ];
  // A part within another one, or one that the formula has in another form, would be moved twice or not at all.
  const isApart = [...values.keys()].every(
    (key) =>
      hasPart(body, key) &&
      [...values.keys()].every((other) => other === key || !other.includes(key)),
  );
  const isWhole = values.size > 0 && isApart && !reads(left, by.text) && !reads(right, by.text);
  return isWhole ? { before: call("diff", left, mover), after: right } : undefined;
}

/** The values of the names that stand for parts. */
export const readAbstract =
  (scale: number, read: Read): Read =>
  (text, tuple): Big =>
    text === mover.text
      ? big(0)
      : text.startsWith("#")
        ? anyNumber(scale, `${scale} ${text} ${tuple.join()}`)
        : read(text, tuple);
