/** A network of two layers whose numbers are small integers, so that sums are often exactly 0 or tied. */
export interface KinkedNetwork {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  readonly hidden: readonly (readonly number[])[];
  readonly output: readonly (readonly number[])[];
  readonly activation: KinkedActivation;
  readonly loss: "l1" | "mse";
}

/** The value and the slope, where PyTorch's convention holds at the kink unless another one is given. */
interface Activation {
  readonly row: string | object;
  readonly value: (x: number) => number;
  readonly slope: (x: number, atKink?: number) => number;
}

const activations = {
  relu: {
    row: "relu",
    value: (x) => Math.max(x, 0),
    slope: (x, atKink = 0) => (x === 0 ? atKink : Number(x > 0)),
  },
  leaky: {
    row: { leaky_relu: { slope: 0.25 } },
    value: (x) => (x > 0 ? x : 0.25 * x),
    slope: (x, atKink = 0.25) => (x === 0 ? atKink : x > 0 ? 1 : 0.25),
  },
  abs: {
    row: { formula: "abs(x)" },
    value: Math.abs,
    slope: (x, atKink = 0) => (x === 0 ? atKink : Math.sign(x)),
  },
  hinge: {
    row: { formula: "max(x, 0)" },
    value: (x) => Math.max(x, 0),
    slope: (x, atKink = 0.5) => (x === 0 ? atKink : Number(x > 0)),
  },
  nested: {
    row: { formula: "relu(relu(x)) - 2*relu(-x)" },
    value: (x) => (x > 0 ? x : 2 * x),
    slope: (x, atKink = 0) => (x === 0 ? atKink : x > 0 ? 1 : 2),
  },
} as const satisfies Readonly<Record<string, Activation>>;

type KinkedActivation = keyof typeof activations;
const names = Object.keys(activations) as readonly KinkedActivation[];

export function drawKinked(random: () => number): KinkedNetwork {
  const integer = (): number => Math.floor(random() * 5) - 2;
  const matrix = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, integer));
  const samples = 1 + Math.floor(random() * 3);
  return {
    inputs: matrix(samples, 2),
    targets: matrix(samples, 2),
    hidden: matrix(3, 2),
    output: matrix(2, 3),
    activation: names[Math.floor(random() * names.length)] ?? "relu",
    loss: random() < 0.5 ? "l1" : "mse",
  };
}

export const networkFile = ({
  inputs,
  targets,
  hidden,
  output,
  activation,
  loss,
}: KinkedNetwork) => ({
  inputs,
  targets,
  layers: [
    { linear: { weight: hidden, bias: [0, 0, 0] } },
    activations[activation].row,
    { linear: { weight: output, bias: false } },
  ],
  loss,
});

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, each, place) => sum + each * (b[place] ?? 0), 0);

/**
 * The gradients by the parameters in the order of the file, by plain backpropagation written out for these two layers:
 * mean over samples and outputs. `atKink` plants another slope for the activation at its kink.
 */
export function gradientsByHand(network: KinkedNetwork, atKink?: number): readonly number[] {
  const { inputs, targets, hidden, output, activation, loss } = network;
  const { value, slope }: Activation = activations[activation];
  const [hiddenGradient, biasGradient, outputGradient] = [
    hidden.map((row) => row.map(() => 0)),
    hidden.map(() => 0),
    output.map((row) => row.map(() => 0)),
  ];
  inputs.forEach((x, sample) => {
    const sums = hidden.map((row) => dot(row, x));
    const units = sums.map(value);
    const deltas = output.map((row, k) => {
      const miss = dot(row, units) - (targets[sample]?.[k] ?? 0);
      return (loss === "l1" ? Math.sign(miss) : 2 * miss) / (output.length * inputs.length);
    });
    deltas.forEach((delta, k) => {
      units.forEach((unit, j) => {
        add(outputGradient[k], j, delta * unit);
      });
    });
    sums.forEach((sum, j) => {
      const column = output.map((row) => row[j] ?? 0);
      const delta = dot(deltas, column) * slope(sum, atKink);
      add(biasGradient, j, delta);
      x.forEach((each, i) => {
        add(hiddenGradient[j], i, delta * each);
      });
    });
  });
  return [...hiddenGradient.flat(), ...biasGradient, ...outputGradient.flat()];
}

function add(row: number[] | undefined, place: number, amount: number): void {
  if (row) row[place] = (row[place] ?? 0) + amount;
}
