import type { Catalog, CatalogEntry, OptionSpec } from "../../../src/network/file/catalog.js";

const plain: CatalogEntry = { options: [] };

const number = (name: string, value: string): OptionSpec => ({
  name,
  kind: "number",
  default: value,
  atLeast: 0,
});

/** A small catalog with an option of every kind. */
export const catalog: Catalog = {
  activations: new Map<string, CatalogEntry>([
    ["identity", plain],
    ["sigmoid", plain],
    ["tanh", plain],
    ["relu", plain],
    ["leaky_relu", { options: [number("slope", "0.01")] }],
  ]),
  losses: new Map<string, CatalogEntry>([
    ["half_squared_error", { options: [], reduction: "sum" }],
    ["mse", plain],
    ["huber", { options: [{ name: "delta", kind: "number", default: "1", above: 0 }] }],
    ["cross_entropy", { options: [], classTargets: true }],
  ]),
  optimizers: new Map<string, CatalogEntry>([
    [
      "sgd",
      {
        options: [
          { name: "lr", kind: "number", atLeast: 0 },
          number("momentum", "0"),
          { name: "nesterov", kind: "boolean", default: false },
        ],
      },
    ],
    [
      "adam",
      {
        options: [
          number("lr", "0.001"),
          { name: "betas", kind: "pair", default: ["0.9", "0.999"], atLeast: 0, below: 1 },
        ],
      },
    ],
  ]),
  initializers: new Map<string, CatalogEntry>([
    [
      "uniform",
      {
        options: [
          { name: "a", kind: "number", default: "0" },
          { name: "b", kind: "number", default: "1" },
        ],
      },
    ],
    ["xavier_uniform", plain],
  ]),
};
