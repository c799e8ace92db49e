import { localDerivative } from "../../gradients/backprop/local-derivative.js";
import { open, substituteIndices } from "../../math/algebra/binding.js";
import { derivativeOf, reference } from "../../math/algebra/constructors.js";
import { dependsOn } from "../../math/algebra/depends.js";
import type { Context } from "../../math/algebra/differentiate/rule.js";
import { ruleFor, rules } from "../../math/algebra/differentiate/rules.js";
import { type CallNode, type Expression, partsOf } from "../../math/algebra/expression.js";
import { asSpelled, functionRow } from "../../math/algebra/functions/index.js";
import { type IndexTerm, plainIndex } from "../../math/algebra/index-term.js";
import type { Axis, FormulaPiece, Piece, Quantity } from "../../math/model/model.js";
import type { StreamStep } from "../format/step-stream.js";
import type { Writer } from "./text.js";

/** A derivative that is still to be found, with the ranges of all free indices. */
interface Pending {
  readonly part: Expression;
  readonly axes: readonly Axis[];
}

interface Subject {
  readonly variable: { readonly name: string; readonly indices: readonly IndexTerm[] };
  readonly write: Writer;
}

/** The derivatives that a rule leaves to be found; the index of a sum around one is free there. */
function leftIn(after: Expression, axes: readonly Axis[], write: Writer): readonly Pending[] {
  if (!holdsDerivative(after)) return [];
  if (after.kind === "derivative") return [{ part: after.of, axes }];
  if (after.kind !== "reduction")
    return partsOf(after).flatMap((part) => leftIn(part, axes, write));
  const index = write.boundIndex(after, axes);
  const { lo, hi } = after;
  return leftIn(open(after, plainIndex(index)), [...axes, { index, lo, hi }], write);
}

const holdsDerivative = (part: Expression): boolean =>
  part.kind === "derivative" || partsOf(part).some(holdsDerivative);

/** Where a function is differentiable: inside of its domain, off its kinks. */
function conditionsOf(node: CallNode, write: (part: Expression) => string): readonly string[] {
  const row = functionRow(node.name);
  const texts = node.arguments.map(write);
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
  { part: given, axes }: Pending,
  { variable, write }: Subject,
): readonly [StreamStep, readonly Pending[]] {
  const part = asSpelled(given, "stream");
  const text = (expression: Expression): string => write.text(expression, axes);
  const mark = (inner: Expression): Expression =>
    derivativeOf(inner, reference(variable.name, variable.indices));
  const context: Context = {
    variable,
    depends: (inner) => dependsOn(inner, variable.name),
    derivative: mark,
  };
  const rule = ruleFor(rules, part, context);
  const after = rule.derive(part, context);
  const conditions =
    part.kind === "call" && rule.name(part) !== "constant" ? conditionsOf(part, text) : [];
  const step = {
    rule: spelledRule(rule.name(part)),
    place: "formulas",
    before: text(mark(part)),
    after: text(after),
    axes: write.axes(axes),
    ...(conditions.length > 0 && { conditions }),
  };
  return [step, leftIn(after, axes, write)];
}

/** Each step takes one part apart, at all indices at once; what it leaves to be found comes in later steps. */
function rulesBehind(whole: Pending, subject: Subject): readonly StreamStep[] {
  const pending: Pending[] = [whole];
  const seen = new Set<string>();
  const steps: StreamStep[] = [];
  for (const next of pending) {
    const [step, left] = stepFor(next, subject);
    const key = [step.before, ...(step.axes ?? [])].join();
    if (seen.has(key)) continue;
    seen.add(key);
    steps.push(step);
    pending.push(...left);
  }
  return steps;
}

/** Axes under names that no index of a definition has, those of sums in it included. */
function besides(axes: readonly Axis[], own: readonly Axis[], text: string, write: Writer): Axis[] {
  const taken = new Set([
    ...own.map(({ index }) => write.indexName(index)),
    ...(text.match(/[^\s(]+(?==)/g) ?? []),
  ]);
  return axes.map((axis) => {
    let index = axis.index;
    while (taken.has(write.indexName(index))) index += "'";
    taken.add(write.indexName(index));
    return { ...axis, index };
  });
}

/** The derivative of a definition by the instances of a piece, and the rules that lead to it. */
export function explainLocal(
  of: { readonly name: string; readonly piece: FormulaPiece },
  wrt: { readonly quantity: Quantity; readonly piece: Piece },
  write: Writer,
): readonly StreamStep[] {
  const { axes, right } = of.piece;
  const local = localDerivative(of, wrt);
  const named = besides(wrt.piece.axes, axes, write.text(right, axes), write);
  const renaming = [...local.ofAxes, ...local.wrtAxes].map(
    ({ index }, k) => [index, plainIndex([...axes, ...named][k]?.index ?? index)] as const,
  );
  const all = [...axes, ...named];
  const { name } = wrt.quantity;
  const variable = { name, indices: named.map(({ index }) => plainIndex(index)) };
  const whole: StreamStep = {
    rule: "local",
    place: "formulas",
    before: `diff(${write.piece(of.name, axes)}, ${write.piece(name, named)})`,
    after: write.text(substituteIndices(local.derivative, new Map(renaming)), all),
    axes: write.axes(all),
  };
  return [whole, ...rulesBehind({ part: right, axes: all }, { variable, write })];
}
