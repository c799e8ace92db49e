import {
  account,
  type Big,
  begin,
  big,
  constant,
  evaluate,
  type Read,
} from "../calculator/evaluate.js";
import { type Node, parse, partsIn, show } from "../calculator/formula.js";
import {
  type Axes,
  keyOf,
  localText,
  lossSlope,
  nextOf,
  type Piece,
  piecesOf,
  reachedBy,
  type World,
  worldOf,
} from "../calculator/model.js";
import { type Arities, checkFormula } from "../calculator/well-formed.js";
import { InputError } from "../problem/problem.js";
import { readStream } from "../stream-format/read-stream.js";
import type { StepStream, StreamStep } from "../stream-format/step-stream.js";
import { abstracted, readAbstract } from "./abstract.js";
import { type Claim, claimsOf, headOf } from "./claims.js";
import { agree, anyNumber, compare, numberIs, type Point } from "./compare.js";
import { type Route, routesTo } from "./paths.js";
import { placesAround, placesIn } from "./places.js";
import { conditionsOf, ruleOf } from "./rule.js";

/** What became of a stream. */
export interface Verdict {
  readonly ok: boolean;
  readonly steps: number;
  readonly rejected: readonly { readonly id: number; readonly reason: string }[];
}
type Reason = string | undefined;

interface Court {
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

/** More paths than this are left out. */
const mostPaths = 6;
const mostWork = 30_000_000;
/** What the first number of digits rejects may be right, and is judged again with more. */
const digitsTried = [42, 168, 500];
const scales = [0.1, 0.1, -0.1, 0.3, 1e-44];

/** The model's values with any adjoints, then any values for all that is not computed from them. */
function pointsFor(
  court: Court,
  axes: Axes,
  formulas: readonly Node[],
  computed: readonly string[] = [],
): readonly Point[] {
  const { live, world } = court;
  const tuples = placesIn(axes, formulas);
  return scales.map((scale, salt) => {
    const free = live.flatMap(({ name }) => (salt > 0 ? [name, `∂${name}`] : `∂${name}`));
    const isFree = (name: string): boolean => free.includes(name) && !computed.includes(name);
    const read = world((name, tuple) =>
      isFree(name) ? anyNumber(scale, `${salt} ${keyOf(name, tuple)}`) : undefined,
    );
    // The slope of a tiny number may be lost in rounding.
    return { read, tuples, mayBeUnknown: salt === scales.length - 1 };
  });
}

/** Any values at all indices: a rule knows nothing of models. */
const readAny =
  ({ arities }: Court, scale: number): Read =>
  (name, tuple) =>
    arities.has(name)
      ? anyNumber(scale, `${scale} ${keyOf(name, tuple)}`)
      : constant(keyOf(name, tuple));

/** The model's values, where what a formula says has a value if it has one anywhere; then any. */
function pointsForRule(court: Court, axes: Axes, formulas: readonly Node[]): readonly Point[] {
  const own = { read: court.values, tuples: placesIn(axes, formulas) };
  const tuples = placesAround(axes, formulas);
  const others = scales
    .slice(1)
    .map((scale) => ({ read: readAny(court, scale), tuples, mayBeUnknown: true }));
  return [own, ...others];
}

/** What is wrong with a rule where any values and slopes stand for the parts that it leaves. */
function abstractReason(court: Court, axes: Axes, mark: Node, result: Node): Reason {
  const abstract = abstracted(mark, result);
  if (!abstract) return undefined;
  const { before, after } = abstract;
  const tuples = placesAround(axes, [before, after]).slice(0, 4);
  const points = [0.1, -0.1, 0.3].map((scale) => ({
    read: readAbstract(scale, readAny(court, scale)),
    tuples,
    mayBeUnknown: true,
  }));
  return compare(axes, points, before, after, false);
}

/** A formula that must come. The rules behind a local derivative are judged where it is. */
function formulaReason(court: Court, { formula = "", computed }: Claim, step: StreamStep): Reason {
  const { after, axes = [] } = step;
  court.closed.clear();
  const [mark, result] = [parse(formula), parse(after)];
  if (step.rule === "local") court.open.add(show(mark) + axes);
  else court.pieces.push({ name: mark.text, axes, formula: after });
  checkFormula(result, axes, court.arities);
  if (court.isSure) return undefined;
  return compare(axes, pointsFor(court, axes, [mark, result], computed), mark, result);
}

/** One rule behind a local derivative. */
function ruleReason(court: Court, step: StreamStep): Reason {
  const { open, closed, isSure, arities } = court;
  const { rule, before, after, axes = [], conditions = [] } = step;
  const [mark, result] = [parse(before), parse(after)];
  const [body, by] = mark.parts;
  const own = show(mark) + axes;
  const [first] = open;
  if (own !== first || !body || !by) return "it is not the next derivative that a step asks for";
  open.delete(own);
  closed.add(own);
  const wanted = ruleOf(body, by.text);
  if (rule !== wanted || step.place !== "formulas") return `it is ${wanted}, among the formulas`;
  const needed = wanted === `function:${body.text}` ? conditionsOf(body) : [];
  if (conditions.map((each) => show(parse(each))).join() !== needed.join())
    return "the conditions are not those of the function";
  for (const [part, around] of partsIn(result)) {
    const key = show(part) + [...axes, ...around];
    if (part.text === "diff" && !closed.has(key)) open.add(key);
  }
  checkFormula(result, axes, arities);
  if (isSure) return undefined;
  const points = pointsForRule(court, axes, [mark, result]);
  return compare(axes, points, mark, result) ?? abstractReason(court, axes, mark, result);
}

/** Differences of the loss confirm a derivative, or those of the chain rule with conventions at kinks. */
function slopeReason(court: Court, before: string, value: Big): Reason {
  const { live, pieces, stream } = court;
  const [found, { kinks }] = [lossSlope(court, stream.model.loss, before.slice(1)), account];
  if (agree(found, value, 1e-12)) return undefined;
  const model = pieces.filter(({ name }) => !name.startsWith("∂"));
  const chain = evaluate(parse(before), worldOf(model, live, stream.model.loss)());
  const isOpen = found.isNaN() || account.kinks > kinks;
  if (isOpen && (chain.isNaN() || agree(chain, value, 1e-12))) return undefined;
  return `differences of the loss give ${found.toPrecision(12)}`;
}

/** A number that must come. */
function numberReason(court: Court, step: StreamStep): Reason {
  const { rule, place, before, after } = step;
  const { next, paths, stream, values } = court;
  const contributions = [...paths.values()];
  const missing = rule === "total" && !court.isSure ? missingPaths(court, step) : undefined;
  paths.clear();
  if (missing !== undefined || court.isSure) return missing;
  const value = evaluate(parse(before), place === "update" ? next : values);
  const reason = rule === "derivative" ? slopeReason(court, before, value) : undefined;
  const sum = contributions.reduce((total, each) => total.plus(each()), big(0));
  if (contributions.length > 0 && !agree(sum, value, 1e-16)) return "the paths do not add up to it";
  return reason ?? numberIs(after, value, stream.digits);
}

function routesOf({ routes, pieces, stream }: Court, target: string): readonly Route[] | undefined {
  const model = pieces.filter(({ name }) => !name.startsWith("∂"));
  if (!routes.has(target)) routes.set(target, routesTo(target, model, stream.model.loss));
  return routes.get(target);
}

/** Paths are listed where there are not too many, and then all on which a change passes. */
function missingPaths(court: Court, { before }: StreamStep): Reason {
  const routes = routesOf(court, before.slice(1)) ?? [];
  const missing = routes.filter(({ path, passes }) => passes && !court.paths.has(path));
  const mayBeLeftOut = court.paths.size === 0 && routes.length > mostPaths;
  return missing.length > 0 && !mayBeLeftOut ? `there is no path ${missing[0]?.path}` : undefined;
}

/** A path that belongs to the total which comes next: the product of the slopes along `E > a[1] > w`. */
function pathReason(court: Court, step: StreamStep): Reason {
  const { isSure, paths, pieces, stream, values } = court;
  const keys = step.before.split(" > ");
  const routes = isSure ? undefined : routesOf(court, keys.at(-1) ?? "");
  const isNext = [...paths.keys()].every((path) => path < step.before);
  const isPath = routes?.some(({ path }) => path === step.before) ?? true;
  if (keys[0] !== stream.model.loss || !isNext || !isPath) return "it is no path, or not the next";
  const slopes = keys.slice(1).map((by, k) => {
    if (evaluate(parse(by), values).isNaN()) throw new SyntaxError(`there is no ${by}`);
    const { text, parts } = parse(keys[k] ?? "");
    const tuple = parts.map((part) => Number(evaluate(part, values)));
    return localText(pieces, text, tuple, by);
  });
  const value = (): Big => evaluate(parse(slopes.join("*")), values);
  paths.set(step.before, value);
  return isSure ? undefined : numberIs(step.after, value(), stream.digits);
}

function courtOf(stream: StepStream): Court {
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

function judge(stream: StepStream, isSure: (id: number) => boolean): Verdict {
  const court = courtOf(stream);
  const claims = [...claimsOf(stream, court.pieces, court.live)];
  let place = 0;
  const reasonFor = (step: StreamStep): Reason => {
    const claim = claims[place] ?? { head: "no more" };
    if (claim.head !== headOf(step)) {
      if (court.open.size > 0) return ruleReason(court, step);
      const total = { ...step, rule: "total", before: `∂${step.before.replace(/.* > /, "")}` };
      if (step.rule === "path" && headOf(total) === claim.head) return pathReason(court, step);
      return `expected ${claim.head}`;
    }
    place++;
    if (court.open.size > 0) {
      court.open.clear();
      return "the derivative before it is not explained to its end";
    }
    if (claim.after !== undefined && claim.after !== step.after) return `it is ${claim.after}`;
    if (step.rule === "definition") checkFormula(parse(step.after), step.axes ?? [], court.arities);
    if (claim.after !== undefined) return undefined;
    return claim.formula ? formulaReason(court, claim, step) : numberReason(court, step);
  };
  const rejected = stream.steps.flatMap((step, at) => {
    if (step.id !== at + 1) return { id: step.id, reason: `its id is not ${at + 1}` };
    try {
      court.isSure = isSure(step.id);
      const reason = reasonFor(step);
      return reason === undefined ? [] : { id: step.id, reason };
    } catch (error) {
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      return { id: step.id, reason: error.message };
    }
  });
  if (place < claims.length || court.open.size > 0)
    rejected.push({ id: stream.steps.length, reason: "steps are missing behind it" });
  return { ok: rejected.length === 0, steps: stream.steps.length, rejected };
}

/** Judges the steps of a text in order. What is no stream at all is an InputError. */
export function verifyStream(text: string): Verdict {
  const stream = readStream(text);
  let doubted: ReadonlySet<number> | undefined;
  try {
    for (const digits of digitsTried) {
      begin(digits, mostWork);
      const verdict = judge(stream, (id) => doubted?.has(id) === false);
      doubted = new Set(verdict.rejected.map(({ id }) => id));
      if (verdict.ok || digits === digitsTried.at(-1)) return verdict;
    }
    throw new Error("no digits to judge with");
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const message = `cannot verify the stream: ${error.message}`;
    throw new InputError({ code: "invalid-stream", message });
  }
}
