import { functionRow } from "../../math/algebra/functions/index.js";
import { type Ball, isUnknown, unknownBall } from "../../math/numeric/ball.js";
import { ballField } from "../../math/numeric/ball-field.js";
import type { Field } from "../../math/numeric/field.js";
import { type Choices, signsOf, tiedWith } from "./branch-choices.js";
import { interpretDefinition } from "./interpret.js";

type Branch = (parameters: readonly Ball[], field: Field<Ball>) => Ball;

const unknown = unknownBall(Number.NaN);

const chosen =
  (isBeyond: (candidate: Ball, best: Ball) => boolean): Branch =>
  (parameters) =>
    parameters.reduce((best, each) => (isBeyond(each, best) ? each : best));

/** A function that is an integer on each side of 0. */
const decided =
  (value: (sign: number) => number): Branch =>
  ([x = unknown], field) =>
    field.fromDecimal(String(value(signOf(x))));

const signOf = ({ mid }: Ball): number => (mid.isZero() ? 0 : mid.isNegative() ? -1 : 1);

const branches: ReadonlyMap<string, Branch> = new Map([
  ["max", chosen((candidate, best) => candidate.mid.gt(best.mid))],
  ["min", chosen((candidate, best) => candidate.mid.lt(best.mid))],
  ["sign", decided((sign) => sign)],
  ["step", decided((sign) => Number(sign > 0))],
  [
    "abs",
    ([x = unknown], field) => (signOf(x) < 0 ? field.multiply(field.fromDecimal("-1"), x) : x),
  ],
  ["equal", ([a = unknown, b = unknown], field) => field.fromDecimal(a.mid.eq(b.mid) ? "1" : "0")],
]);

/** What the arguments leave open to a branch that has computed a result. */
function choicesOf(name: string, parameters: readonly Ball[], result: Ball): Choices {
  if (name === "max" || name === "min") return tiedWith(parameters, result);
  const [a = unknown, b] = parameters;
  return signsOf(b ? { ...a, mid: a.mid.minus(b.mid), radius: a.radius.plus(b.radius) } : a);
}

/**
 * Balls whose branches are decided by the decimals, not by float64: a step of 10^-12 across a kink is seen on
 * its side of it. `note` is told what each branch could choose.
 */
export function decidingBalls(
  digits: number,
  note: (choices: Choices) => void = () => {},
): Field<Ball> {
  const base = ballField(digits);
  const field: Field<Ball> = {
    ...base,
    name: `deciding-${base.name}`,
    call: (name, parameters) => {
      if (parameters.some(isUnknown)) return unknown;
      const branch = branches.get(name);
      if (branch) {
        const result = branch(parameters, field);
        note(choicesOf(name, parameters, result));
        return result;
      }
      return functionRow(name).definition
        ? (interpretDefinition(name, parameters, field) ?? unknown)
        : base.call(name, parameters);
    },
    toNumber: (ball) => (isUnknown(ball) ? Number.NaN : ball.mid.toNumber()),
  };
  return field;
}
