import { isAtKink } from "../../math/algebra/functions/domain.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import type { Instance } from "../../math/model/model.js";
import type { Ball } from "../../math/numeric/ball.js";
import { double } from "../../math/numeric/double.js";
import { decidingBalls } from "./deciding-balls.js";
import { type Operation, playedIn, powerOperation, type Recording } from "./recording.js";
import { partialsOf } from "./tape.js";

/** A function whose derivative is a convention at its arguments, and the instance in whose formula it is called. */
export interface KinkSite {
  readonly function: string;
  readonly instance: Instance;
  /** Set where the function is no kink but cut or switched as PyTorch does it. */
  readonly isCut?: true;
}

/** Balls this narrow are equal: what decimals compute is exact, or right to some 60 digits. */
const indistinguishable = "1e-50";

const isZero = ({ mid, radius }: Ball): boolean =>
  radius.isFinite() && mid.abs().lte(radius.plus(indistinguishable));

/** What a function is asked: arguments that are 0, or equal, but for rounding, are so. */
function snapped(operands: readonly Ball[]): readonly number[] {
  const numbers: number[] = [];
  operands.forEach((operand, place) => {
    const same = operands
      .slice(0, place)
      .findIndex((other) => isZero({ ...operand, mid: operand.mid.minus(other.mid) }));
    const number = isZero(operand) ? 0 : operand.mid.toNumber();
    numbers.push(same >= 0 ? (numbers[same] ?? number) : number);
  });
  return numbers;
}

/** A function at its kink or at a vertical tangent, where a derivative is infinite: sqrt at 0, x^0.5 at 0. */
function isSingular(name: string, parameters: readonly number[]): boolean {
  const [base = Number.NaN, exponent = Number.NaN] = parameters;
  if (name === powerOperation) return base === 0 && exponent < 1;
  if (isAtKink(functionRow(name), parameters)) return true;
  const value = functionRow(name).value(...parameters);
  return !partialsOf(name, parameters, value).every(Number.isFinite);
}

/** The kinks that lie downstream of an instance, for the decimals or for what float64 has rounded them to. */
export function kinkSites(recording: Recording): (instance: Instance) => readonly KinkSite[] {
  let base: readonly Ball[] | undefined;
  let doubles: readonly number[] | undefined;
  let defined: ReturnType<Recording["defined"]> | undefined;
  const ownerOf = (place: number): Instance | undefined => {
    defined ??= recording.defined();
    return defined.find((each) => each.place >= place)?.instance;
  };
  const siteAt = (place: number, { called, operands }: Operation): readonly KinkSite[] => {
    if (called === undefined) return [];
    const values = operands.flatMap((operand) => base?.[operand] ?? []);
    const inDoubles = operands.map((operand) => doubles?.[operand] ?? Number.NaN);
    const isCut = called !== powerOperation && functionRow(called).convention?.(...inDoubles);
    const isKink = isCut || isSingular(called, snapped(values)) || isSingular(called, inDoubles);
    const instance = isKink ? ownerOf(place) : undefined;
    return instance ? [{ function: called, instance, ...(isCut && { isCut }) }] : [];
  };
  return (instance) => {
    base ??= playedIn(recording, decidingBalls(60));
    doubles ??= playedIn(recording, double);
    const from = recording.placeOf(instance);
    return recording.downstream(from).flatMap((place) => {
      const operation = recording.operations[place];
      return operation ? siteAt(place, operation) : [];
    });
  };
}
