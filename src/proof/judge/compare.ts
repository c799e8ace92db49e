import { account, type Big, big, bind, evaluate, type Read } from "./arithmetic/evaluate.js";
import { type Node, partsIn } from "./arithmetic/formula.js";
import { type Axes, indicesOf, type Tuple } from "./arithmetic/model.js";
import { isGuard } from "./arithmetic/well-formed.js";
import { drawn } from "./places.js";

export const anyNumber = (scale: number, text: string): Big => big(scale * (1 + 8 * drawn(text)));

export const agree = (a: Big, b: Big, relative: number): boolean =>
  a.minus(b).abs().lte(a.abs().plus(b.abs()).times(relative).plus(1e-19));

/** Values for all names, and the tuples of indices to compare at. */
export interface Point {
  readonly read: Read;
  readonly tuples: readonly Tuple[];
  /** Formulas need not have a value there: a logarithm may be cut, an index may be out of its range. */
  readonly mayBeUnknown?: boolean;
}

/** What two formulas have shown so far: a value; none but 0; a value of the first where the second has none. */
interface Shown {
  isDecided: boolean;
  isZero: boolean;
  isLost: boolean;
}

function differenceAt(
  { read, tuples, mayBeUnknown = false }: Point,
  axes: Axes,
  sides: readonly [Node, Node],
  shown: Shown,
): string | undefined {
  for (const tuple of tuples) {
    const [a = big(0), b = big(0)] = sides.map((side) =>
      evaluate(side, bind(indicesOf(axes), tuple.map(big), read)),
    );
    const isExcused = mayBeUnknown && !b.isFinite();
    if (a.isFinite() && !isExcused && !(b.isFinite() && agree(a, b, 1e-16)))
      return `${a.toPrecision(12)} is not ${b.toPrecision(12)}`;
    if (a.isFinite() && !a.isZero() && !b.isFinite()) shown.isLost = true;
    if (!a.isFinite() || !b.isFinite()) continue;
    shown.isDecided = true;
    shown.isZero &&= a.isZero();
  }
  return undefined;
}

/** Functions that are flat somewhere, and what may be 0 in a whole box. */
const flat = /^(diff|sign|abs|max|min|relu|leaky_relu|elu|binary_cross_entropy|xlogy)$/;
const mayBeZero = (node: Node): boolean =>
  partsIn(node).some(
    ([part]) => isGuard(part) || (part.kind === "function" && flat.test(part.text)),
  );

/** Whether a sum, or one that is a factor, has terms that are not 0, so that its values tell whether they are the right ones. */
const cancels = (
  { kind, text, parts, range }: Node,
  axes: Axes,
  points: readonly Point[],
): boolean => {
  if (kind !== "function" || range) return false;
  if (text === "*" || parts.length === 1) return parts.some((part) => cancels(part, axes, points));
  if (text !== "+" && text !== "-") return false;
  return points.some(({ read, tuples }) =>
    tuples.some((tuple) => {
      const at = bind(indicesOf(axes), tuple.map(big), read);
      return parts.some((part) => {
        const value = evaluate(part, at);
        return value.isFinite() && !value.isZero();
      });
    }),
  );
};

/** What is wrong with an equation of formulas: they must agree where both have a value, which must be somewhere. */
export function compare(
  axes: Axes,
  points: readonly Point[],
  before: Node,
  after: Node,
  mustBeDecided = true,
): string | undefined {
  const shown: Shown = { isDecided: false, isZero: true, isLost: false };
  for (const point of points) {
    const difference = differenceAt(point, axes, [before, after], shown);
    if (difference !== undefined) return difference;
  }
  if (!shown.isDecided && mustBeDecided) return "it cannot be decided at any point";
  if (shown.isZero && shown.isLost) return "it has no value";
  // Values cannot tell one way to write 0 from another.
  if (!shown.isDecided || !shown.isZero || after.kind === "number") return undefined;
  return mayBeZero(after) || cancels(after, axes, points) ? undefined : "it is 0";
}

/** What is wrong with a number: it must be the value, rounded. What differences give is not quite exact. */
export function numberIs(text: string, value: Big, digits: number): string | undefined {
  const error = value.abs().times(1e-19);
  const all = [value, value.plus(error), value.minus(error)];
  const texts = all.map((each) => each.toSignificantDigits(digits).toString());
  // What differences do not tell from 0 is tried again with more digits; then it becomes smaller, or is no 0.
  const isZero = account.digits > 42 && value.abs().lte(`1e-${Math.round(account.digits * 0.45)}`);
  return texts.includes(text) || (isZero && text === "0") ? undefined : `it is ${texts[0]}`;
}
