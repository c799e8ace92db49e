import { type Ball, exactBall, type Precision, unknownBall } from "./ball.js";

/** A function that chooses; the float64 values of the arguments decide, as they do in float64 itself. */
type Branch = (precision: Precision, parameters: readonly Ball[], double: number) => Ball;

/** The argument that is the extreme, the first one of several. */
const chosen: Branch = (_, parameters, double) => {
  const ball = parameters.find((parameter) => parameter.double === double);
  return ball ? { ...ball, double } : unknownBall(double);
};

/** The float64 result itself, which is -1, 0 or 1. */
const decided: Branch = ({ Exact }, _, double) =>
  Number.isNaN(double) ? unknownBall(double) : exactBall(new Exact(double + 0), double);

const abs: Branch = (_, [x], double) => {
  if (!x || Number.isNaN(double)) return unknownBall(double);
  if (x.double >= 0) return { ...x, double };
  const opposite = { ...x, mid: x.mid.neg(), double };
  const { fraction } = x;
  return fraction
    ? { ...opposite, fraction: { ...fraction, numerator: -fraction.numerator } }
    : opposite;
};

export const branches: ReadonlyMap<string, Branch> = new Map([
  ["max", chosen],
  ["min", chosen],
  ["abs", abs],
  ["sign", decided],
  ["step", decided],
  ["equal", decided],
]);
