import type { StreamStep } from "../format/step-stream.js";
import { abstracted, readAbstract } from "./abstract.js";
import type { Node } from "./arithmetic/formula.js";
import { parse, partsIn, show } from "./arithmetic/formula.js";
import type { Axes } from "./arithmetic/model.js";
import { checkFormula } from "./arithmetic/well-formed.js";
import type { Claim } from "./claims.js";
import { compare } from "./compare.js";
import { type Court, pointsFor, pointsForRule, type Reason, readAny } from "./court.js";
import { placesAround } from "./places.js";
import { conditionsOf, ruleOf } from "./rule.js";

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
export function formulaReason(
  court: Court,
  { formula = "", computed }: Claim,
  step: StreamStep,
): Reason {
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
export function ruleReason(court: Court, step: StreamStep): Reason {
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
