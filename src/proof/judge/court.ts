import type { StepStream } from "../format/step-stream.js";
import { type Big, constant, type Read } from "./arithmetic/evaluate.js";
import type { Node } from "./arithmetic/formula.js";
import {
  type Axes,
  keyOf,
  nextOf,
  type Piece,
  pieceAt,
  piecesOf,
  reachedBy,
  type Tuple,
  type World,
  worldOf,
} from "./arithmetic/model.js";
import type { Arities } from "./arithmetic/well-formed.js";
import type { Computed } from "./claims.js";
import { anyNumber, type Point } from "./compare.js";
import type { Route } from "./paths.js";
import { placesAround, placesIn } from "./places.js";

/** What is wrong, if anything is. */
export type Reason = string | undefined;

/** What the steps of one stream are judged with. */
export interface Court {
  readonly stream: StepStream;
  /** Those of the model, and the adjoints that steps have brought. */
  readonly pieces: Piece[];
  /** The pieces that the loss depends on. */
  readonly live: readonly Piece[];
  readonly world: World;
  /** The values of the model, and those after a step of the optimizer. */
  readonly values: Read;
  readonly next: Read;
  /** The derivatives that rules still have to explain, and those that are explained. */
  readonly open: Set<string>;
  readonly closed: Set<string>;
  /** The numbers of indices of all names. */
  readonly arities: Arities;
  /** The paths that lead to the targets, as far as they were asked for. */
  readonly routes: Map<string, readonly Route[] | undefined>;
  /** What the paths to the next total contribute. */
  readonly paths: Map<string, () => Big>;
  /** The step that is judged is known to be right. */
  isSure: boolean;
}

/** What a stream is judged with before its first step. */
export function courtOf(stream: StepStream): Court {
  const pieces = [...piecesOf(stream.model)];
  const live = reachedBy(stream.model.loss, pieces);
  const world = worldOf(pieces, live, stream.model.loss);
  const values = world();
  const next = nextOf(stream.model, world, values);
  const arities = new Map(
    pieces.flatMap(({ name, axes }) => [
      [name, axes.length],
      [`∂${name}`, axes.length],
    ]),
  );
  const sets = {
    open: new Set<string>(),
    closed: new Set<string>(),
    paths: new Map(),
    routes: new Map(),
  };
  return { stream, pieces, live, world, values, next, arities, isSure: false, ...sets };
}

const scales = [0.1, 0.1, -0.1, 0.3, 1e-44];

/** The model's values with any adjoints, then any values for all that is not computed from them. */
export function pointsFor(
  court: Court,
  axes: Axes,
  formulas: readonly Node[],
  { adjoint, pieces: computed }: Computed = { pieces: [] },
): readonly Point[] {
  const { live, world } = court;
  const tuples = placesIn(axes, formulas);
  return scales.map((scale, salt) => {
    const free = live.flatMap(({ name }) => (salt > 0 ? [name, `∂${name}`] : `∂${name}`));
    const own = adjoint ? [...computed, adjoint] : computed;
    const isFree = (name: string, tuple: Tuple): boolean =>
      free.includes(name) && !pieceAt(own, name, tuple)[0];
    const read = world((name, tuple) =>
      isFree(name, tuple) ? anyNumber(scale, `${salt} ${keyOf(name, tuple)}`) : undefined,
    );
    // The slope of a tiny number may be lost in rounding.
    return { read, tuples, mayBeUnknown: salt === scales.length - 1 };
  });
}

/** Any values at all indices: a rule knows nothing of models. */
export const readAny =
  ({ arities }: Court, scale: number): Read =>
  (name, tuple) =>
    arities.has(name)
      ? anyNumber(scale, `${scale} ${keyOf(name, tuple)}`)
      : constant(keyOf(name, tuple));

/** The model's values, where what a formula says has a value if it has one anywhere; then any. */
export function pointsForRule(
  court: Court,
  axes: Axes,
  formulas: readonly Node[],
): readonly Point[] {
  const own = { read: court.values, tuples: placesIn(axes, formulas) };
  const tuples = placesAround(axes, formulas);
  const others = scales
    .slice(1)
    .map((scale) => ({ read: readAny(court, scale), tuples, mayBeUnknown: true }));
  return [own, ...others];
}
