import { reduce } from "../algebra/binding.js";
import { call, subtract } from "../algebra/constructors.js";
import type { Expression } from "../algebra/expression.js";
import type { CatalogEntry, OptionSpec } from "../spec/catalog.js";
import type { Units } from "./units.js";

/** One activation: what a unit becomes, from the units of its layer before it. */
export interface ActivationRow extends CatalogEntry {
  readonly name: string;
  /** Where the result is the unit itself, the layer defines nothing. */
  readonly value: (units: Units, option: (name: string) => Expression) => Expression;
}

/** An activation that applies one function of the function table to each unit, with its options behind. */
const elementwise = (name: string, ...options: readonly OptionSpec[]): ActivationRow => ({
  name,
  options,
  value: ({ unit }, option) => call(name, unit, ...options.map((each) => option(each.name))),
});

/** Every activation that a layer may name, as PyTorch defines it. */
export const activations: readonly ActivationRow[] = [
  { name: "identity", options: [], value: ({ unit }) => unit },
  elementwise("sigmoid"),
  elementwise("tanh"),
  elementwise("relu"),
  elementwise("leaky_relu", { name: "slope", kind: "number", default: "0.01" }),
  elementwise("elu", { name: "alpha", kind: "number", default: "1" }),
  elementwise("softplus"),
  elementwise("gelu"),
  elementwise("silu"),
  { name: "softmax", options: [], value: softmax },
];

/** exp(z[j] − logsumexp(i, z[i])): no unit overflows, however large. */
function softmax({ unit, index, range }: Units): Expression {
  return call("exp", subtract(unit, reduce("logsumexp", index, range, unit)));
}
