import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { type Instance, type Model, tuplesOf } from "../../math/model/model.js";
import { ballField } from "../../math/numeric/ball-field.js";
import { evaluateOnDemand } from "../../math/numeric/on-demand.js";
import { roundBall } from "../../math/numeric/printed-number.js";
import { decimalsTried } from "../../math/numeric/printed-precision.js";
import type { Network } from "../../network/network.js";

const mostDigits = Math.max(...decimalsTried);

/** The first number of a model, adjoints included, of which the most digits that we compute with tell nothing. */
function undecidedIn(model: Model): Instance | undefined {
  const values = evaluateOnDemand(model, ballField(mostDigits));
  for (const { name, pieces } of model.quantities.values())
    for (const { axes } of pieces)
      for (const indices of tuplesOf(axes))
        if (!roundBall(values.get(name, indices), 1)) return { name, indices };
  return undefined;
}

/**
 * Why a page cannot be printed: a number behind which is 0 to all digits that we compute with, so that nobody knows
 * what it is to be divided by it. Otherwise an error of ours.
 */
export function undecidedProblem({ names }: Network, model: Model): Error {
  const found = undecidedIn(model);
  if (!found) return new Error(`${mostDigits} digits do not decide a number that is to be printed`);
  const { name, indices } = found;
  const of = name.startsWith("∂") ? { name: name.slice(1), indices } : found;
  const what = quote(names.nameOf(of));
  return new InputError({
    code: "undecided-value",
    message: `${name === of.name ? what : `the derivative by ${what}`} cannot be computed reliably: with ${mostDigits} digits it is still open whether something that it needs, such as a divisor or the argument of a logarithm, is 0`,
  });
}
