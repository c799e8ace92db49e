import type { CatalogEntry } from "../file/catalog.js";

/** How many numbers a linear layer takes and gives. */
export interface Fan {
  readonly inputs: number;
  readonly outputs: number;
}

/** An option of a row as a number. */
type Option = (name: string) => number;

/** A way to draw a weight: the bounds between which it is uniform, computed in float64 as PyTorch's `nn.init` does. */
export interface InitializerRow extends CatalogEntry {
  readonly name: string;
  readonly bounds: (fan: Fan, option: Option) => readonly [low: number, high: number];
}

/** Both signs of √3 times a standard deviation. */
const around = (deviation: number): readonly [number, number] => {
  const bound = Math.sqrt(3) * deviation;
  return [-bound, bound];
};

/** He et al. (2015), for the gain of a leaky relu with that slope below 0; slope 0 is relu. */
const kaiming = ({ inputs }: Fan, slope: number): readonly [number, number] =>
  around(Math.sqrt(2 / (1 + slope * slope)) / Math.sqrt(inputs));

/** The initializers that a layer may name; `uniform_` and the other functions of `torch.nn.init` with their defaults. */
export const initializers: readonly InitializerRow[] = [
  {
    name: "uniform",
    options: [
      { name: "a", kind: "number", default: "0" },
      { name: "b", kind: "number", default: "1" },
    ],
    bounds: (_, option) => [option("a"), option("b")],
  },
  {
    // Glorot and Bengio (2010), with gain 1.
    name: "xavier_uniform",
    options: [],
    bounds: ({ inputs, outputs }) => around(Math.sqrt(2 / (inputs + outputs))),
  },
  { name: "kaiming_uniform", options: [], bounds: (fan) => kaiming(fan, 0) },
];

/** What `nn.Linear` draws when it is made: its weight, and with a bound of its own its bias. */
export const linearDefaults = {
  weight: (fan: Fan): readonly [number, number] => kaiming(fan, Math.sqrt(5)),
  bias: ({ inputs }: Fan): readonly [number, number] => {
    const bound = 1 / Math.sqrt(inputs);
    return [-bound, bound];
  },
} as const;
