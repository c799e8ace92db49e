import type { ForwardRole, RuleMention, StepRole } from "../lesson/sentence.js";
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
  if (about.kind === "softmax") return "is a softmax: positive numbers that add up to 1:";
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

const stepLines: Readonly<Record<StepRole, string>> = {
  "decayed-gradient":
    "Weight decay adds a multiple of the parameter to its gradient, as if the loss had a term that punishes large parameters:",
  velocity: "The velocity, which carries earlier gradients along:",
  rate: "The learning rate of this step, smaller from step to step:",
  "first-moment": "The running mean of the gradients (first moment):",
  "second-moment": "The running mean of the squared gradients (second moment):",
  "largest-second-moment": "AMSGrad goes on with the largest second moment so far:",
  squares: "The sum of all squared gradients so far:",
  "corrected-first":
    "The mean began with 0 and is too small in the first steps; the bias correction makes up for that:",
  "corrected-second": "The same correction for the second moment:",
  denominator: "The size of recent gradients, never quite 0, which will divide the step:",
  "decayed-parameter":
    "Decoupled weight decay: the parameter itself shrinks, apart from the gradient, so the decay is not divided by the size of the gradients:",
  parameter: "The new value:",
};

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
    "warning-flat": ({ quantity, read, stopped }) =>
      stopped.length > 0
        ? say`Warning: ${quantity} cannot pass gradients on to ${read}. Its derivative with respect to it is 0 wherever it exists (a function such as sign or a step is flat between its jumps, and has no derivative at them), and no other way leads from ${list(stopped)} to the loss, so the gradients there are 0 and gradient descent never changes them. An activation must be differentiable, and not flat, to learn.`
        : say`Warning: ${quantity} cannot pass gradients on. Its derivative with respect to ${read} is 0 wherever it exists (a function such as sign or a step is flat between its jumps, and has no derivative at them), so every gradient of a parameter before it is 0 and gradient descent never changes these parameters. An activation must be differentiable, and not flat, to learn.`,
    "warning-logits": ({ activation, loss }) =>
      say`Warning: the loss ${loss} takes logits and contains a softmax, as in PyTorch, but the last layer already is ${activation}. The softmax is then taken of numbers between 0 and 1: the loss cannot come near 0, and learning is slow. Everything below is right for the file as it is.`,
    "warning-probabilities": ({ activation, loss }) =>
      say`Warning: the loss ${loss} takes logarithms of the outputs, which must be probabilities, but nothing keeps the outputs between 0 and 1; a last layer ${activation} would.`,
    "warning-cut": ({ output }) =>
      say`Some values of ${output} are so close to 0 or 1 that the loss is cut as in PyTorch: a logarithm counts as at least −100, and in the derivative the product of output and one minus output counts as at least 9.999999960041972e-13, which is 1e-12 as a float32 number. Where a cut is active the derivative is a convention and not a slope.`,
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
    "folded-sum": ({ count }) =>
      say`The sum has ${count} terms; in the line with numbers the first two and the last are written, and dots stand for the others.`,
    "activation-threshold": ({ inner, most }) =>
      say`As in PyTorch, this softplus hands on its input where ${inner} is above ${most}, with a derivative of exactly 1: there it differs from softplus only a little. The brackets say which of the two holds; they are 1 above the threshold and 0 elsewhere.`,
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
    "loss-cut": () =>
      say`The logarithms are cut at −100, as in PyTorch, so that an output of exactly 0 or 1 does not make the loss infinite; the denominator of the derivative is cut in the same way. Outputs that are not extremely close to 0 or 1 are not touched by this: there the maximum is simply the logarithm.`,
    "loss-class": () =>
      say`The target is a class: it is 1 for that class and 0 for all others, so only one term of the sum is left.`,
    "likelihood-softmax": ({ probabilities, logits }) =>
      say`${probabilities} is the softmax of ${logits}: positive numbers that add up to 1, one for each class. They are the probabilities that the network gives to the classes, and every derivative below speaks of them.`,
    "likelihood-loss": ({ probabilities, sumToOne }) =>
      sumToOne
        ? say`In terms of ${probabilities} the loss is the cross-entropy, because the logarithm of the softmax is a difference and the targets add up to 1:`
        : say`In terms of ${probabilities} the loss is the cross-entropy, because the logarithm of the softmax is a difference:`,
    "likelihood-derivative": ({ probabilities, logits }) =>
      say`Softmax and cross-entropy are differentiated together, because much of it cancels. First ${probabilities}: every probability depends on every component of ${logits}, since they share the denominator.`,
    "likelihood-cancel": ({ probabilities, sumToOne }) =>
      sumToOne
        ? say`Each term of the loss has minus target over ${probabilities} as its derivative. The probability cancels, and the targets add up to 1:`
        : say`Each term of the loss has minus target over ${probabilities} as its derivative. The probability cancels:`,
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
    "walk-flat": ({ target }) =>
      say`Every path from ${target} to the loss passes a function whose derivative is 0, so the loss does not react to small changes of it and its gradient is 0.`,
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
    "factor-kink": ({ function: name, at, left, right, used }) =>
      say`The function ${name} has a kink at ${at}, where its argument lies: from the left the slope is ${left}, from the right ${right}. There is no derivative here; PyTorch takes ${used}, and so do we.`,
    "factor-tie": ({ function: name }) =>
      say`Arguments of ${name} tie here: there is no derivative; PyTorch gives each of them an equal share of the slope, and so do we.`,
    "factor-direct": ({ derivative, quantity }) =>
      say`Here ${derivative} counts only where the formula itself contains ${quantity}; what goes through other quantities belongs to other paths.`,
    "factor-known": ({ value }) => say`Already known: ${value}`,
    "walk-product": ({ number }) =>
      number === undefined ? say`The product:` : say`The product along path ${number}:`,
    "walk-sum": ({ count }) => say`The sum over the ${count} paths:`,
    "walk-meaning": ({ target, derivative, sign }) => {
      if (sign === "kink")
        return say`${derivative} is a convention (PyTorch's), not a slope: between ${target} and the loss a function stands at a kink.`;
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
    "gradients-deltas": () => say`The derivatives on the way that are still missing:`,
    "gradients-equations": () =>
      say`Every gradient, written with the derivatives of the quantities that use the parameter.`,
    unused: () => say`the loss does not depend on it`,
    "update-intro": ({ optimizer, parameter, gradient, rate }) =>
      say`One step of ${optimizer}: ${parameter} stands for any trained parameter, ${gradient} for its gradient, ${rate} for the learning rate. All gradients are computed with the OLD values, and only then do all trained parameters change.`,
    "update-anew": () =>
      say`Each step begins with gradients computed anew. That is why a training loop in PyTorch calls zero_grad first: otherwise backward would add the new gradients to those of the step before.`,
    "update-count": ({ count }) => say`${count} counts the steps, from 1.`,
    "update-state": ({ states, start }) =>
      say`Every parameter keeps its own ${list(states)} from step to step; before the first step ${states.length === 1 ? "it is" : "each is"} ${start}.`,
    "update-worked": ({ parameter, gradient }) =>
      say`The step for ${parameter}, worked by hand, with the gradient ${gradient} from above:`,
    "update-line": ({ role: about }) => say`${stepLines[about]}`,
    "update-first-step": ({ kind, gradient, rate }) => {
      if (kind === "plain")
        return say`In the first step the velocity is just ${gradient}, so the step is that of plain SGD with learning rate ${rate}; the difference begins with the second step.`;
      if (kind === "sign" || kind === "sign-and-decay")
        return say`${kind === "sign" ? "In" : "Apart from the decay, in"} the first step the size of ${gradient} cancels: as long as it is not tiny, a parameter moves by about ${rate}, against the sign of its gradient. A large gradient moves it no further than a small one.`;
      return say`In the first step the size of ${gradient} cancels: as long as it is not tiny, every parameter moves by the same multiple of ${rate}, against the sign of its gradient. A large gradient moves it no further than a small one.`;
    },
    "update-all": () => say`The last line of the step for each parameter:`,
    "update-velocity": ({ velocity }) =>
      say`Before the first step there is no ${velocity} yet, so it becomes the gradient.`,
    "update-frozen": ({ names }) => say`Not trained (frozen in the network file): ${list(names)}.`,
    "update-after": ({ before, after, change }) =>
      say`Before the step ${before}; with the new parameters it is ${after}: ${changes[change]}`,
    "train-intro": ({ steps }) =>
      say`The same step again and again, ${steps} in all, each with the gradients of all samples at the parameters that the step before has left.`,
    "train-caption": ({ steps }) => say`The loss before the first step and after each of ${steps}.`,
    "train-title": () => say`The loss during training`,
    "train-steps": () => say`steps of the optimizer`,
    "train-loss": ({ loss, isLog }) => say`loss ${loss}${isLog ? " (logarithmic)" : ""}`,
    "train-result": ({ steps, loss, before, after }) =>
      say`${loss} goes from ${before} to ${after} in ${steps} steps, computed in double precision. The digits are those on which two separate computations agree: one with the formulas above, one with automatic differentiation.`,
    "train-some": ({ loss }) => say`Some points of the curve; ${loss} is the loss after n steps:`,
    "train-skipped": ({ operations }) =>
      say`No curve is drawn here, because each step takes about ${operations} operations; the command "gradwalk train" takes as many steps as you like.`,
    "train-diverged": ({ steps }) =>
      say`No curve is drawn here: with this optimizer the numbers stop being finite within ${steps} steps. A smaller learning rate makes smaller steps.`,
    "check-intro": () =>
      say`Every gradient once more, without the formulas above: by differences with many digits, by automatic differentiation in reverse mode, by central differences in double precision, and by a complex step. All but reverse mode use only the forward pass. The errors are relative to the value with many digits; "match" means that the error is no larger than the rounding of double precision explains.`,
    "check-of": ({ what }) =>
      what === "given"
        ? say`This network has no parameters: checked are the derivatives of the loss by what is given.`
        : say`This network has no parameters and nothing is given, so there is no gradient to check.`,
    "check-limited": ({ checked, total, isGiven }) =>
      isGiven
        ? say`Checked here: ${checked} of ${total} derivatives.`
        : say`Checked here: ${checked} of ${total} parameters.`,
    "check-kink": ({ parameters, isCut, isOutside }) => [
      ...(isCut
        ? say`For ${list(parameters)} a function on the way to the loss stands at a kink, or is cut as PyTorch cuts it.`
        : say`For ${list(parameters)} a function stands at a kink on the way to the loss.`),
      ...say` The value in use is PyTorch's convention; beside it are the slopes of the loss on both sides.`,
      ...(isOutside
        ? say` Each function follows its own convention, so that with several of them the value in use need not lie between the slopes.`
        : []),
    ],
    "error-absolute": ({ error }) => say`${error} (absolute)`,
    "column-kink": () => say`Kink of`,
    "column-left": () => say`From the left`,
    "column-right": () => say`From the right`,
    "column-convention": () => say`In use`,
    "kink-site": ({ function: name, quantity }) => say`${name} in ${quantity}`,
    "side-missing": () => say`none`,
    "side-infinite": ({ isNegative }) => [isNegative ? "−∞" : "∞"],
    "difference-intro": ({ target, isTruncated }) =>
      isTruncated
        ? say`Why the table has better methods than the central difference: its error, for ${target}, is a V. With a large step h it is truncation, the bend of the loss that two points do not see, and falls with h². With a small step it is rounding: two almost equal losses are subtracted, what is left of their last digits is divided by h, and the error grows as ε/h. No step avoids both; the tool therefore extrapolates from several, or takes no difference at all.`
        : say`Why the table has better methods than the central difference: along ${target} the loss is so smooth that even a large step h shows no truncation. What is left is rounding: two almost equal losses are subtracted, what is left of their last digits is divided by h, and the error grows as ε/h.`,
    "difference-caption": ({ name }) =>
      say`The relative error of the central difference for ${name} against its step, both on logarithmic axes.`,
    "difference-title": ({ name }) => say`Central difference for ${name}: error and step size`,
    "difference-step": () => say`step h`,
    "difference-error": () => say`relative error`,
    "difference-measured": () => say`measured in double precision`,
    "difference-truncation": () => say`truncation, proportional to h²`,
    "difference-rounding": () => say`rounding, ε·E / (h·derivative)`,
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
