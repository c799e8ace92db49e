import {
  type LocalDerivative,
  localDerivative,
} from "../../../gradients/backprop/local-derivative.js";
import { siblingsOf } from "../../../gradients/backprop/siblings.js";
import { rebuild, reduce, replaceParts, substituteIndices } from "../../../math/algebra/binding.js";
import {
  add,
  bracket,
  call,
  isNumber,
  multiply,
  negate,
  number,
  one,
  reference,
} from "../../../math/algebra/constructors.js";
import type { Expression } from "../../../math/algebra/expression.js";
import { integerTerm, plainIndex, subtractTerms } from "../../../math/algebra/index-term.js";
import {
  type Axis,
  adjointName,
  localName,
  quantityOf,
  tuplesOf,
} from "../../../math/model/model.js";
import type { Likelihood } from "../../../network/layered/likelihood.js";
import { type Block, display, paragraph } from "../block.js";
import type { LessonContext } from "../context.js";
import { equation, equationOfData, expressionFormula, type Formula } from "../formula.js";
import { sentence } from "../sentence.js";

/** Puts 1 and 0 for the targets of a file whose targets are classes: of a sum over them one term is left. */
export function ofClasses({
  network: { spec, model },
}: LessonContext): (expanded: Expression) => Expression {
  if (spec.kind !== "layered" || spec.targetKind !== "classes") return (expanded) => expanded;
  const { axes, pieces } = quantityOf(model, "t");
  const decimals = pieces.flatMap((piece) => (piece.kind === "data" ? piece.decimals : []));
  const targets = [...tuplesOf(axes)].map(
    (indices, place) =>
      [reference("t", indices.map(integerTerm)), number(Number(decimals[place]))] as const,
  );
  const known = new Map<Expression, Expression>(targets);
  return (expanded) => decided(replaceParts(expanded, known));
}

/** With the terms t ln y of a known t written as products, so that those with 0 disappear. */
function decided(expression: Expression): Expression {
  if (expression.kind === "call" && expression.name === "xlogy") {
    const [t, y] = expression.arguments;
    if (t && y && isNumber(t)) return multiply(t, call("log", y));
  }
  return rebuild(expression, decided, (term) => term);
}

/** That a target which is a class leaves one term of the loss; nothing where targets are distributions. */
export function classBlocks({ network: { spec } }: LessonContext): readonly Block[] {
  const areClasses = spec.kind === "layered" && spec.targetKind === "classes";
  return areClasses ? [paragraph(sentence("loss-class"))] : [];
}

const whole = (name: string, axes: readonly Axis[]): Expression =>
  reference(
    name,
    axes.map(({ index }) => plainIndex(index)),
  );

/** What the derivation speaks about: p[k] and z[s] of one sample. */
interface Parts {
  readonly local: LocalDerivative;
  /** The axes of z[s]; with several samples the first one counts these. */
  readonly axes: readonly Axis[];
  readonly other: Axis;
  /** Writes the indices of p in their own names, in the same sample as z. */
  readonly inSample: (expression: Expression) => Expression;
}

function partsOf({ backpropagation: { forward } }: LessonContext, about: Likelihood): Parts {
  const [of, wrt] = [about.probabilities, about.logits].map((name) => quantityOf(forward, name));
  const [ofPiece, wrtPiece] = [of?.pieces[0], wrt?.pieces[0]];
  if (!of || !wrt || !wrtPiece || ofPiece?.kind !== "formula")
    throw new Error("the probabilities of a loss are no formula");
  const local = localDerivative(
    { name: of.name, piece: ofPiece },
    { quantity: wrt, piece: wrtPiece },
    siblingsOf(forward, wrt.name),
  );
  const axes = local.wrtAxes;
  const other = local.ofAxes.at(-1);
  if (!other) throw new Error(`${of.name} has no axis`);
  const samples = local.ofAxes
    .slice(0, -1)
    .map((axis, place) => [axis.index, plainIndex(axes[place]?.index ?? axis.index)] as const);
  return {
    local,
    axes,
    other,
    inSample: (expression) => substituteIndices(expression, new Map(samples)),
  };
}

/** ∂p[k]/∂z[s] = p[k] ([k = s] − p[s]) */
function softmaxLine({ local, axes, other, inSample }: Parts): Formula {
  const name = localName(local.of, local.wrt);
  const terms = [...local.ofAxes, ...axes].map(({ index }) => plainIndex(index));
  const left = inSample(reference(name, terms));
  return equation(
    [left, inSample(local.raw), inSample(local.derivative)],
    [...axes.slice(0, -1), other, ...axes.slice(-1)],
  );
}

/** ∂E/∂z[s] = Σ_k (−t[k]/p[k]) ∂p[k]/∂z[s] = −Σ_k t[k] ([k = s] − p[s]) = p[s] Σ_k t[k] − t[s] = p[s] − t[s] */
function lossLine(parts: Parts, { sumToOne }: Likelihood, hasSamples: boolean): Formula {
  const { local, axes, other, inSample } = parts;
  const [sample] = axes;
  const upstream =
    hasSamples && sample ? reference(adjointName("L"), [plainIndex(sample.index)]) : one;
  const p = whole(local.of, axes);
  const t = whole("t", axes);
  const otherP = inSample(whole(local.of, local.ofAxes));
  const otherT = inSample(whole("t", local.ofAxes));
  const terms = [...local.ofAxes, ...axes].map(({ index }) => plainIndex(index));
  const step = inSample(reference(localName(local.of, local.wrt), terms));
  const sum = (body: Expression): Expression => reduce("sum", other.index, other, body);
  const own = axes.at(-1)?.index ?? other.index;
  const delta = bracket(subtractTerms(plainIndex(other.index), plainIndex(own)), 0, 0);
  const sides = [
    whole(adjointName(local.wrt), axes),
    multiply(upstream, sum(multiply(negate(call("share", otherT, otherP)), step))),
    multiply(upstream, negate(sum(multiply(otherT, add(delta, negate(p)))))),
    multiply(upstream, add(multiply(p, sum(otherT)), negate(t))),
    ...(sumToOne ? [multiply(upstream, add(p, negate(t)))] : []),
  ];
  return sumToOne ? equationOfData(sides, axes) : equation(sides, axes);
}

/** The loss of one sample (of the only one, the loss itself) as −Σ t ln p. */
function entropyLine(context: LessonContext, parts: Parts, { sumToOne }: Likelihood): Formula {
  const { local, axes } = parts;
  const { model, layered } = context.network;
  const sampleAxes = axes.slice(0, -1);
  const own = axes.at(-1);
  if (!own) throw new Error(`${local.of} has no axis`);
  const term = call("xlogy", whole("t", axes), whole(local.of, axes));
  const left = layered?.samples ? whole("L", sampleAxes) : reference(model.loss);
  const sides = [left, negate(reduce("sum", own.index, own, term))];
  return sumToOne ? equationOfData(sides, sampleAxes) : equation(sides, sampleAxes);
}

/**
 * Softmax and cross-entropy together, with the steps that books skip: ∂p[k]/∂z[s] = p[k] ([k = s] − p[s]), then
 * p − t. `showProbabilities` gives the blocks of p where the loss makes them itself.
 */
export function likelihoodBlocks(
  context: LessonContext,
  showProbabilities: (name: string) => readonly Block[],
): readonly Block[] {
  const { layered } = context.network;
  const about = layered?.likelihood;
  if (!layered || !about) return [];
  const parts = partsOf(context, about);
  if (parts.other.lo === parts.other.hi) return [];
  const probabilities = expressionFormula(whole(about.probabilities, parts.axes));
  const logits = expressionFormula(whole(about.logits, parts.axes));
  const isOwn = about.probabilities === layered.output;
  const { sumToOne } = about;
  return [
    ...(isOwn
      ? []
      : [
          paragraph(sentence("likelihood-softmax", { probabilities, logits })),
          ...showProbabilities(about.probabilities),
          paragraph(sentence("likelihood-loss", { probabilities, sumToOne })),
          display(entropyLine(context, parts, about)),
        ]),
    paragraph(sentence("likelihood-derivative", { probabilities, logits })),
    display(softmaxLine(parts)),
    paragraph(sentence("likelihood-cancel", { probabilities, sumToOne })),
    display(lossLine(parts, about, layered.samples !== undefined)),
  ];
}
