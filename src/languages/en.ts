import type { ForwardRole, RuleMention } from "../lesson/sentence.js";
import { type Language, listed, type Phrase, say } from "./language.js";

const ruleNames: Readonly<Record<string, string>> = {
  constant: "constant rule",
  variable: "derivative of the variable itself",
  sum: "sum rule",
  "constant-multiple": "constant multiple rule",
  product: "product rule",
  quotient: "quotient rule",
  power: "power rule",
  exponential: "exponential rule",
  "general-power": "general power rule",
  reduction: "sum rule, term by term",
  chain: "chain rule",
  collect: "putting it together",
};

const rule = ({ rule: id, name }: RuleMention): string =>
  id === "function" ? `derivative of ${name}` : (ruleNames[id] ?? id);

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function role(about: ForwardRole): string {
  if (about.kind === "weighted-sum")
    return about.hasBias ? "is a weighted sum plus a bias:" : "is a weighted sum:";
  if (about.kind === "definition") return "is defined by its formula:";
  return about.isElementwise
    ? `is the result of applying the function ${about.function} to each element:`
    : `is the result of the function ${about.function}:`;
}

const matrixReasons: Readonly<Record<string, string>> = {
  "compound-index": "a subscript is a sum of indices, so the factors are no whole matrices",
  "integer-index": "a subscript is a fixed number, which picks a part of a matrix",
  "repeated-index": "one index stands twice in the same factor",
  "partial-range": "an index runs over a part of a matrix only",
  guard: "a condition on the indices is left",
  "index-as-number": "an index stands as a number",
  reduction: "it contains a reduction that is not a sum",
  "too-many-axes": "a factor has more than two axes",
  "several-pieces": "it is put together from several pieces",
  "too-many-factors": "an index is shared by more than two factors",
};

const verdicts = {
  match: "match",
  mismatch: "mismatch",
  kink: "kink",
  uncheckable: "not checkable",
} as const;

const changes = {
  fallen: "the loss has fallen.",
  risen: "the loss has risen, so the learning rate is too large for this step.",
  same: "the loss has not changed, because every gradient is zero.",
  hidden: "the change is too small to show with these digits.",
} as const;

const list = (parts: Parameters<typeof listed>[0]): Phrase => listed(parts, ", ", " and ");

const paths = (count: bigint): string => (count === 1n ? "one path" : `${count} paths`);

/** English. */
export const en: Language = {
  code: "en",
  tag: "en",
  name: "English",
  contents: "Contents",
  space: " ",
  sentences: {
    title: ({ title }) => [title ?? "Backpropagation, step by step"],
    conventions: () =>
      say`Conventions: = between numbers means that both sides are exactly equal as printed; ≈ means that the right side is rounded. Every printed digit is correct, and a pocket calculator, fed with the digits printed on the left and rounded to as many digits as are printed on the right, gives the right side.`,
    inputs: ({ quantity }) => say`Inputs ${quantity}`,
    given: ({ quantity }) => say`Data ${quantity}`,
    targets: ({ quantity }) => say`Targets ${quantity}`,
    parameters: ({ quantity }) => say`Parameters ${quantity}`,
    matrices: () =>
      say`As matrices and vectors the parameters are arranged as follows, one row for each unit:`,
    abbreviated: ({ most }) =>
      say`Of quantities with more than ${most} values only the first ones and the last are listed.`,
    "table-limited": ({ shown, total }) =>
      say`The table shows ${shown} of ${total}: the first ones and the last.`,
    "diagram-network": () =>
      say`The network: an arrow means that the second quantity is computed from the first.`,
    "diagram-walk": ({ target }) => say`Every path from ${target} to the loss is highlighted.`,
    "column-quantity": () => say`Given`,
    "column-values": () => say`Values`,
    "column-parameter": () => say`Parameter`,
    "column-formula": () => say`Formula`,
    "column-gradient": () => say`Gradient`,
    "column-computation": () => say`Computation`,
    "column-new": () => say`New value`,
    "column-walk": () => say`By the formulas`,
    "column-precise": () => say`With many digits`,
    "column-reverse": () => say`Error, reverse mode`,
    "column-difference": () => say`Error, central difference`,
    "column-complex": () => say`Error, complex step`,
    "column-verdict": () => say`Verdict`,
    samples: ({ index, loss }) =>
      say`${index} counts the samples: each sample is one row of the inputs, and ${loss} is the loss of one sample.`,
    "forward-quantity": ({ quantity, role: about }) => say`${quantity} ${role(about)}`,
    "forward-rest": ({ count }) =>
      count === 1
        ? say`The remaining one in the same way:`
        : say`The other ${count} in the same way:`,
    "function-value": ({ function: name }) =>
      say`where ${name} is, in functions of a pocket calculator:`,
    "loss-intro": ({ loss }) =>
      say`The loss ${loss} is one number that says how far the outputs are from the targets.`,
    "loss-equation": ({ loss }) =>
      say`Last comes ${loss}, the one number whose derivatives are taken.`,
    "loss-terms": ({ count }) => say`Its ${count} terms, and their sum:`,
    "loss-half": () =>
      say`The factor ½ cancels the 2 that comes from the square, so the derivative with respect to an output is output minus target (not target minus output).`,
    "loss-mean": ({ factor, count }) =>
      say`The factor ${factor} takes the mean over the ${count} outputs.`,
    "loss-meaning": ({ loss }) =>
      say`Training changes the parameters to make ${loss} smaller; the derivatives below say in which direction.`,
    "function-intro": ({ call }) =>
      say`Where the derivative of ${call} comes from: the function is taken apart into elementary ones, and each rule is applied in turn.`,
    "function-result": () =>
      say`Put together, and written with the function's own value, which the forward pass has already computed:`,
    "rule-step": ({ rule: used }) => say`${capitalized(rule(used))}.`,
    "rule-substitution": ({ name, inner }) =>
      say`Here ${name} stands for the inner function ${inner}.`,
    "walk-heading": ({ derivative }) => say`The derivative ${derivative}`,
    "walk-no-path": ({ target }) =>
      say`No path leads from ${target} to the loss: the loss does not depend on it.`,
    "walk-one-path": ({ target, path }) =>
      say`The loss depends on ${target} along one path, read from the loss back: ${path}. By the chain rule the derivative is the product of the local derivatives along it:`,
    "walk-paths": ({ target, count }) =>
      say`The loss depends on ${target} along ${count} paths. Each of them passes a change on, so their contributions are added.`,
    "walk-long": ({ target, count }) =>
      say`The loss depends on ${target} along ${paths(count)}, too long to write out as products; the derivative is computed step by step instead.`,
    "walk-many-paths": ({ target, count, limit }) =>
      say`The loss depends on ${target} along ${paths(count)}. That is more than the ${limit} that are listed one by one; computed step by step, every shared part is computed once.`,
    "walk-chain": () =>
      say`By the chain rule, a product for each path, and the sum of the products:`,
    "walk-path-item": ({ number, path }) => say`Path ${number}, read from the loss back: ${path}`,
    "walk-factors": () => say`Each factor on its own:`,
    factor: ({ derivative, from, to, rules }) =>
      say`${derivative} says how ${from} reacts to ${to}${rules.length > 0 ? ` (${rules.map(rule).join(", ")})` : ""}.`,
    "factor-direct": ({ derivative, quantity }) =>
      say`Here ${derivative} counts only where the formula itself contains ${quantity}; what goes through other quantities belongs to other paths.`,
    "factor-known": ({ value }) => say`Already known: ${value}`,
    "walk-product": ({ number }) =>
      number === undefined ? say`The product:` : say`The product along path ${number}:`,
    "walk-sum": ({ count }) => say`The sum over the ${count} paths:`,
    "walk-meaning": ({ target, derivative, sign }) => {
      if (sign === "kink")
        return say`${derivative} is a convention (PyTorch's), not a slope: the loss has a kink at this value of ${target}.`;
      if (sign > 0)
        return say`${derivative} is positive: if ${target} grows a little, the loss grows, so gradient descent makes it smaller.`;
      if (sign < 0)
        return say`${derivative} is negative: if ${target} grows a little, the loss falls, so gradient descent makes it larger.`;
      return say`${derivative} is zero: to first order the loss does not react to ${target}, so gradient descent leaves it as it is.`;
    },
    "deltas-intro": ({ hasDeltas }) =>
      hasDeltas
        ? say`The same with deltas. A delta is short for the derivative of the loss with respect to a weighted sum. Every derivative is computed once, from those nearer to the loss, and then reused.`
        : say`The same step by step: every derivative is computed once, from those nearer to the loss, and then reused.`,
    "deltas-alone": () =>
      say`Step by step, every derivative is computed once, from those nearer to the loss, and then reused.`,
    "deltas-rest": () => say`The next ones in the same way:`,
    "deltas-known": ({ known }) => say`Already computed: ${list(known)}.`,
    delta: ({ delta, quantity, merged, isLast }) => {
      if (merged === undefined) return say`${delta} says how the loss reacts to ${quantity}:`;
      return isLast
        ? say`${delta} collects what all ${merged} paths say about ${quantity}:`
        : say`${delta} says how the loss reacts to ${quantity}; ${merged} paths from the loss meet here and are handled as one from now on:`;
    },
    "formulas-intro": () =>
      say`The same derivation, done once for all units: where each quantity is used, the chain rule, the local derivatives, and what is left of the sums. The derivative of one element with respect to another is 1 if they are the same and 0 otherwise, written as a bracket; in general a bracket is 1 if its condition holds and 0 otherwise. A prime marks a second index with the same range.`,
    "formulas-notation": () =>
      say`In matrix form ⊙ multiplies element by element, a bold 1 is a column of ones, a raised ⊙ with a number is a power of each element, and ⊤ turns rows into columns.`,
    "formula-heading": ({ derivative }) => say`The formula for ${derivative}`,
    "formula-users": ({ quantity, users }) =>
      say`${quantity} enters the formula of ${list(users)}. The chain rule adds up all these uses:`,
    "formula-direct": ({ quantity, loss }) =>
      say`${quantity} stands in the formula of ${loss} itself, which is differentiated term by term:`,
    "formula-delta": () =>
      say`In each sum over an index in a bracket only the term that satisfies the bracket is left:`,
    "formula-guard": () =>
      say`A bracket that is left says for which values of the index there is such a term at all.`,
    "formula-result": () => say`Substituting:`,
    "matrix-intro": () => say`In matrix form:`,
    "matrix-none": ({ reason }) =>
      say`This formula has no matrix form: ${matrixReasons[reason] ?? reason}.`,
    "matrix-shapes": ({ shapes }) => say`Shapes: ${listed(shapes, ", ")}.`,
    "transpose-contracted": ({ factor, index, partner, side }) =>
      side === "left"
        ? say`${factor} is transposed because the sum runs over its column index ${index}: in a matrix product the summed index must be the column index of ${partner} on its left and the row index of the right factor.`
        : say`${factor} is transposed because the sum runs over its row index ${index}: in a matrix product the summed index must be the column index of the left factor and the row index of ${partner} on its right.`,
    "transpose-outer": ({ factor, index }) =>
      say`${factor} is transposed because nothing is summed: its index ${index} becomes the columns of the result.`,
    "transpose-layout": ({ factor }) =>
      say`${factor} is transposed because its columns are the rows of the result.`,
    "gradients-intro": ({ hasSharedBias, hasSamples }) => [
      "Weights of the same unit share its delta; each has its own last factor, the value it multiplies in the forward pass. For a bias that factor is 1.",
      ...(hasSharedBias ? [" A shared bias adds up the deltas of its units."] : []),
      ...(hasSamples ? [" Each gradient adds up over the samples."] : []),
    ],
    "gradients-deltas": () => say`The deltas that are still missing:`,
    "gradients-equations": () =>
      say`Every gradient, written with the derivatives of the quantities that use the parameter.`,
    unused: () => say`the loss does not depend on it`,
    "update-intro": ({ optimizer, parameter, gradient, rate }) =>
      say`One step of ${optimizer.toUpperCase()}: ${parameter} stands for any trained parameter, ${gradient} for its gradient, ${rate} for the learning rate. All gradients are computed with the OLD values, and only then do all trained parameters change.`,
    "update-velocity": ({ velocity }) =>
      say`Before the first step there is no ${velocity} yet, so it becomes the gradient.`,
    "update-frozen": ({ names }) => say`Not trained (frozen in the network file): ${list(names)}.`,
    "update-after": ({ before, after, change }) =>
      say`Before the step ${before}; with the new parameters it is ${after}: ${changes[change]}`,
    "check-intro": () =>
      say`Every gradient once more, without the formulas above: by differences with many digits, by automatic differentiation in reverse mode, by central differences in double precision, and by a complex step. All but reverse mode use only the forward pass. The errors are relative to the value with many digits; "match" means that the error is no larger than the rounding of double precision explains.`,
    "check-limited": ({ checked, total }) => say`Checked here: ${checked} of ${total} parameters.`,
    "check-kink": ({ parameters }) =>
      say`At a kink there is no derivative; the value shown is PyTorch's convention: ${list(parameters)}.`,
    "check-result": ({ relations }) =>
      say`All ${relations} printed relations of this document were verified before it was written.`,
    verdict: ({ verdict }) => [verdicts[verdict]],
    "derive-title": ({ expression }) => say`The derivative of ${expression}`,
    "derive-point": () => say`The point, and the value there:`,
    "derive-heading": ({ variables }) => say`With respect to ${listed(variables, ", then to ")}`,
    "derive-result": () => say`The derivative:`,
    "derive-value": () => say`At the given point:`,
  },
};
