import type { StreamStep } from "../format/step-stream.js";
import { account, type Big, big, evaluate } from "./arithmetic/evaluate.js";
import { parse } from "./arithmetic/formula.js";
import { localText, lossSlope, worldOf } from "./arithmetic/model.js";
import { agree, numberIs } from "./compare.js";
import type { Court, Reason } from "./court.js";
import { type Route, routesTo } from "./paths.js";

/** More paths than this are left out. */
const mostPaths = 6;
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
export function numberReason(court: Court, step: StreamStep): Reason {
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
export function pathReason(court: Court, step: StreamStep): Reason {
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
