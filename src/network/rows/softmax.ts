import { reduce } from "../../math/algebra/binding.js";
import { call, subtract } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import type { Units } from "./units.js";

/** exp(z[j] − logsumexp(i, z[i])): no unit overflows, however large. */
export function softmax({ unit, index, range }: Units): Expression {
  return call("exp", subtract(unit, reduce("logsumexp", index, range, unit)));
}
