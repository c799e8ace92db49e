import { call } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";
import type { CatalogEntry, OptionSpec } from "../file/catalog.js";
import { softmax } from "./softmax.js";
import type { Units } from "./units.js";

/** One activation: what a unit becomes, from the units of its layer before it. */
export interface ActivationRow extends CatalogEntry {
  readonly name: string;
  /** What its results are where they are probabilities: each between 0 and 1, or also 1 together. */
  readonly gives?: "probability" | "distribution";
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
  { ...elementwise("sigmoid"), gives: "probability" },
  elementwise("tanh"),
  elementwise("relu"),
  elementwise("leaky_relu", { name: "slope", kind: "number", default: "0.01" }),
  elementwise("elu", { name: "alpha", kind: "number", default: "1" }),
  {
    name: "softplus",
    options: [
      { name: "beta", kind: "number", default: "1", not: 0 },
      { name: "threshold", kind: "number", default: "20" },
    ],
    value: ({ unit }, option) => call("torch_softplus", unit, option("beta"), option("threshold")),
  },
  elementwise("gelu"),
  elementwise("silu"),
  { name: "softmax", options: [], gives: "distribution", value: softmax },
];
