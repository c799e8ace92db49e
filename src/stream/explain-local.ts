import { freshIndex, open } from "../algebra/binding.js";
import { call, reference } from "../algebra/constructors.js";
import { dependsOn } from "../algebra/depends.js";
import { derivativeMark } from "../algebra/differentiate/mark.js";
import type { Context } from "../algebra/differentiate/rule.js";
import { ruleFor, rules } from "../algebra/differentiate/rules.js";
import { type CallNode, type Expression, partsOf } from "../algebra/expression.js";
import { functionRow } from "../algebra/functions/index.js";
import { type IndexTerm, plainIndex } from "../algebra/index-term.js";
import type { LocalDerivative } from "../backprop/local-derivative.js";
import type { Axis } from "../model/model.js";
import type { StreamStep } from "../stream-format/step-stream.js";
import { streamAxes, type WriteText } from "./text.js";

/** A derivative that is still to be found, with the ranges of all free indices. */
interface Pending {
  readonly part: Expression;
  readonly axes: readonly Axis[];
}

interface Subject {
  readonly variable: { readonly name: string; readonly indices: readonly IndexTerm[] };
  readonly write: WriteText;
  /** Names that an index must not have. */
  readonly taken: { has(name: string): boolean };
}

/** The derivatives that a rule leaves to be found; the index of a sum around one gets a name of its own. */
function leftIn(after: Expression, axes: readonly Axis[], taken: Subject["taken"]): Pending[] {
  if (!dependsOnMark(after)) return [];
  if (after.kind === "call" && after.name === derivativeMark) {
    const [part] = after.arguments;
    return part ? [{ part, axes }] : [];
  }
  if (after.kind !== "reduction")
    return partsOf(after).flatMap((part) => leftIn(part, axes, taken));
  const known = new Set(axes.map((axis) => axis.index));
  const index = freshIndex("n", { has: (name) => known.has(name) || taken.has(name) });
  const { lo, hi } = after;
  return leftIn(open(after, plainIndex(index)), [...axes, { index, lo, hi }], taken);
}

const dependsOnMark = (part: Expression): boolean =>
  (part.kind === "call" && part.name === derivativeMark) || partsOf(part).some(dependsOnMark);

/** Where a function is differentiable: inside of its domain, off its kinks. */
function conditionsOf(call: CallNode, write: WriteText): readonly string[] {
  const row = functionRow(call.name);
  const texts = call.arguments.map(write);
  const domain = (row.domain ?? []).map(
    ({ argument, relation, bound }) => `${texts[argument]} ${relation} ${bound}`,
  );
  const kinks = (row.kinks ?? []).map((kink) => `${texts[0]} != ${kink}`);
  const ties =
    row.atKink && !row.kinks
      ? texts.flatMap((text, place) => texts.slice(place + 1).map((other) => `${text} != ${other}`))
      : [];
  return [...domain, ...kinks, ...ties];
}

/** The rule's public name; a function goes by the name that formulas know. */
function spelledRule(name: string): string {
  const [, called] = name.split(":");
  const spelling = called === undefined ? undefined : functionRow(called).spelling;
  return typeof spelling === "string" ? `function:${spelling}` : name;
}

function stepFor(
  { part, axes }: Pending,
  subject: Subject,
): readonly [StreamStep, readonly Pending[]] {
  const { variable, write } = subject;
  const by = reference(variable.name, variable.indices);
  const mark = (inner: Expression): Expression => call(derivativeMark, inner, by);
  const context: Context = {
    variable,
    depends: (inner) => dependsOn(inner, variable.name),
    derivative: mark,
  };
  const rule = ruleFor(rules, part, context);
  const after = rule.derive(part, context);
  const conditions =
    part.kind === "call" && rule.name(part) !== "constant" ? conditionsOf(part, write) : [];
  const step = {
    rule: spelledRule(rule.name(part)),
    place: "formulas",
    before: write(mark(part)),
    after: write(after),
    axes: streamAxes(axes),
    ...(conditions.length > 0 && { conditions }),
  };
  return [step, leftIn(after, axes, subject.taken)];
}

/**
 * The derivative of a definition rule by rule: each step takes one part of it apart, at all indices at once;
 * what it leaves to be found comes in later steps.
 */
export function explainLocal(
  { right, ofAxes, wrtAxes }: LocalDerivative,
  subject: Subject,
): readonly StreamStep[] {
  const pending: Pending[] = [{ part: right, axes: [...ofAxes, ...wrtAxes] }];
  const seen = new Set<string>();
  const steps: StreamStep[] = [];
  for (const next of pending) {
    const key = `${next.part.id} ${next.axes.map(({ index }) => index).join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const [step, left] = stepFor(next, subject);
    steps.push(step);
    pending.push(...left);
  }
  return steps;
}
