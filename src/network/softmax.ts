import { reduce } from "../algebra/binding.js";
import { call, subtract } from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import type { Units } from "./units.js";

/** exp(z[j] − logsumexp(i, z[i])): no unit overflows, however large. */
export function softmax({ unit, index, range }: Units): Expression {
  return call("exp", subtract(unit, reduce("logsumexp", index, range, unit)));
}
