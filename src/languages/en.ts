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

const roles: { readonly [Kind in ForwardRole["kind"]]: (role: ForwardRole) => string } = {
  "weighted-sum": () => "a weighted sum of what comes before",
  activation: (role) =>
    role.kind === "activation" ? `the function ${role.function}, element by element` : "",
  definition: () => "defined by its formula",
};

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

const signMeaning = (sign: number): string => {
  if (sign > 0) return "positive: a little more of it makes the loss larger, so a step of descent makes it smaller";
  if (sign < 0) return "negative: a little more of it makes the loss smaller, so a step of descent makes it larger";
  return "zero: to first order the loss does not react to it, so a step of descent leaves it as it is";
};

const list = (parts: Parameters<typeof listed>[0]): Phrase => listed(parts, ", ", " and ");

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
      say`Conventions: a sign = between numbers means that both sides are exactly equal as printed. Everything else is rounded and takes ≈: the digits shown are correct, and working out the left side from its printed digits gives the right side.`,
    inputs: ({ quantity }) => say`Inputs ${quantity}`,
    given: ({ quantity }) => say`Data ${quantity}`,
    targets: ({ quantity }) => say`Targets ${quantity}`,
    parameters: ({ quantity }) => say`Parameters ${quantity}`,
    matrices: () => say`As matrices and vectors the parameters stand like this, one row for each unit:`,
    abbreviated: ({ most }) =>
      say`Of quantities with more than ${most} values only the first ones and the last are listed.`,
    "table-limited": ({ shown, total }) =>
      say`The table shows ${shown} of ${total}: the first ones and the last.`,
    "diagram-network": () => say`The network: each arrow is a use.`,
    "diagram-walk": ({ target }) => say`The network; highlighted is every way from ${target} to the loss.`,
    "column-quantity": () => say`Given`,
    "column-values": () => say`Values`,
    "column-parameter": () => say`Parameter`,
    "column-formula": () => say`Formula`,
    "column-gradient": () => say`Gradient`,
    "column-computation": () => say`Old value − step`,
    "column-new": () => say`New value`,
    "column-walk": () => say`By the formulas`,
    "column-reverse": () => say`Reverse accumulation`,
    "column-difference": () => say`Difference quotient`,
    "column-complex": () => say`Complex step`,
    "column-precise": () => say`High precision`,
    "column-verdict": () => say`Verdict`,
    "forward-quantity": ({ quantity, role }) => say`${quantity} is ${roles[role.kind](role)}.`,
    "forward-rest": ({ count }) =>
      count === 1 ? say`The remaining one in the same way:` : say`The other ${count} in the same way:`,
    "loss-intro": ({ loss }) =>
      say`The loss ${loss} is one number that says how far the outputs are from the targets.`,
    "loss-equation": ({ loss }) => say`Last comes ${loss}, the one number whose derivatives are taken.`,
    "loss-terms": ({ count }) => say`Its ${count} terms, and their sum:`,
    "loss-half": () =>
      say`The factor ½ is there for convenience: it cancels the 2 that the derivative of the square brings down, so that the derivative by an output is simply output minus target (not target minus output).`,
    "loss-meaning": ({ loss }) =>
      say`So ${loss}. Training means changing the parameters so that this number gets smaller; the derivatives below say in which direction.`,
    "function-intro": ({ call }) =>
      say`Where the derivative of ${call} comes from: the function is taken apart into elementary ones, and each rule is applied in turn.`,
    "function-result": () =>
      say`Put together, and written with the function's own value, which the forward pass has already computed:`,
    "rule-step": ({ rule: used }) => say`${capitalized(rule(used))}.`,
    "rule-substitution": ({ name, inner }) => say`Here ${name} stands for the inner function ${inner}.`,
    "walk-heading": ({ derivative }) => say`The derivative ${derivative}`,
    "walk-no-path": ({ target }) =>
      say`No path leads from ${target} to the loss: the loss does not depend on it.`,
    "walk-one-path": ({ target, path }) =>
      say`The loss depends on ${target} along one path: ${path}. By the chain rule the derivative is the product of the local derivatives along it:`,
    "walk-paths": ({ target, count }) =>
      say`The loss depends on ${target} along ${count} paths. Each of them passes a change on, so their contributions are added.`,
    "walk-many-paths": ({ target, count, limit }) =>
      say`The loss depends on ${target} along ${count.toString()} paths. That is more than the ${limit} that are listed one by one; deltas merge them and compute every shared part once.`,
    "walk-chain": () => say`By the chain rule, a product for each path, and the sum of the products:`,
    "walk-path-item": ({ number, path }) => say`Path ${number}: ${path}`,
    "walk-factors": () => say`Each factor on its own:`,
    factor: ({ derivative, from, to, rules }) =>
      say`${derivative}: how ${from} reacts to ${to}${rules.length > 0 ? ` (${rules.map(rule).join(", ")})` : ""}.`,
    "factor-direct": ({ derivative, quantity }) =>
      say`Here ${derivative} counts only where the formula itself contains ${quantity}; what goes through other quantities belongs to other paths.`,
    "factor-known": ({ value }) => say`Already known: ${value}`,
    "walk-product": ({ number }) =>
      number === undefined ? say`The product:` : say`The product along path ${number}:`,
    "walk-sum": ({ count }) => say`The sum over the ${count} paths:`,
    "walk-meaning": ({ target, derivative, sign }) =>
      say`What ${derivative} means for ${target}: it is ${signMeaning(sign)}.`,
    "deltas-intro": () =>
      say`The same with deltas: the derivative of the loss by each quantity on the way is computed once, from those after it, and reused.`,
    "deltas-alone": () =>
      say`The derivative of the loss by each quantity on the way, computed once and from those after it:`,
    "deltas-known": ({ known }) => say`Already computed: ${list(known)}.`,
    delta: ({ delta, quantity, merged }) =>
      merged === undefined
        ? say`${delta} says how the loss reacts to ${quantity}:`
        : say`${delta} says how the loss reacts to ${quantity}; here ${merged} paths come together, and from here on they are one:`,
    "formulas-intro": () =>
      say`The same derivation once for all units. For each quantity: who uses it, the chain rule over its users, the local derivatives, and the sum that is left. A bracket such as [i = j] is 1 where the condition holds and 0 elsewhere.`,
    "formula-heading": ({ derivative }) => say`${derivative} for all indices`,
    "formula-users": ({ quantity, users }) =>
      say`${quantity} is used by ${list(users)}. The chain rule sums over all uses:`,
    "formula-delta": () =>
      say`In the sum the brackets leave only the terms whose indices agree, so that sum disappears:`,
    "formula-result": () => say`Put in:`,
    "matrix-intro": () => say`The same formula in matrices:`,
    "matrix-none": ({ reason }) =>
      say`This formula has no matrix form: ${matrixReasons[reason] ?? reason}.`,
    "matrix-shapes": ({ shapes }) => say`Shapes: ${listed(shapes, ", ")}.`,
    "transpose-contracted": ({ factor, index, partner, side }) =>
      side === "left"
        ? say`${factor} is transposed because the sum runs over ${index}, which must lead from the columns of ${partner} on its left to its rows.`
        : say`${factor} is transposed because the sum runs over ${index}, which must lead from its columns to the rows of ${partner} on its right.`,
    "transpose-outer": ({ factor, index }) =>
      say`${factor} is transposed because nothing is summed: its index ${index} becomes the columns of the result.`,
    "transpose-layout": ({ factor }) =>
      say`${factor} is transposed because its columns are the rows of the result.`,
    "gradients-intro": () =>
      say`Every gradient. Parameters of the same unit share its delta; only the last factor, what they are multiplied by in the forward pass, differs.`,
    "gradients-equations": () =>
      say`Every gradient, written with the derivatives of the quantities that use the parameter.`,
    unused: () => say`the loss does not depend on it`,
    "update-intro": ({ optimizer }) =>
      say`One step of ${optimizer.toUpperCase()} for each parameter w with its gradient g. All gradients were computed with the old parameters, and all parameters change at once: no new value is used before every gradient is known.`,
    "update-frozen": ({ names }) => say`Left alone, as the file says: ${list(names)}.`,
    "update-after": ({ loss, before, after, falls }) =>
      falls
        ? say`The loss ${loss} was ${before} before the step; with the new parameters it is ${after}: it has fallen.`
        : say`The loss ${loss} was ${before} before the step; with the new parameters it is ${after}: it has not fallen, which says that the step was too long.`,
    "check-intro": () =>
      say`Every gradient once more by methods that share nothing with the derivation above: reverse accumulation on the recorded operations, difference quotients, a complex step, and difference quotients with many digits. The last three evaluate only the forward pass.`,
    "check-limited": ({ checked, total }) => say`Checked here: ${checked} of ${total} parameters.`,
    "check-kink": ({ parameters }) =>
      say`At a kink there is no derivative; the value shown is PyTorch's convention: ${list(parameters)}.`,
    "check-result": ({ relations }) =>
      say`${relations} relations of this document were verified before it was written.`,
    verdict: ({ verdict }) => [verdicts[verdict]],
    "derive-title": ({ expression }) => say`The derivative of ${expression}`,
    "derive-point": () => say`The point, and the value there:`,
    "derive-heading": ({ variables }) => say`By ${listed(variables, ", then by ")}`,
    "derive-result": () => say`The derivative:`,
    "derive-value": () => say`At the given point:`,
  },
};
