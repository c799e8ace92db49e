import type { Draws } from "./draws.js";

/** One linear layer in float32: a weight row by row, and a bias. */
export interface Float32Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** A network of linear layers with one activation between them, and what it is trained on. */
export interface Float32Task {
  readonly activation: "relu" | "tanh";
  readonly loss: "cross_entropy" | "mse";
  readonly inputs: readonly Float32Array[];
  /** The class of each sample. */
  readonly classes: readonly number[];
  readonly layers: readonly Float32Layer[];
}

const f = Math.fround;

/** Three arms that wind around each other, and a network for them, both by chance. */
export function drawTask(
  draws: Draws,
  activation: Float32Task["activation"],
  loss: Float32Task["loss"],
): Float32Task {
  const widths = draws.pick([
    [2, 8, 3],
    [2, 6, 6, 3],
    [2, 5, 5, 5, 3],
  ]);
  const samples = draws.pick([9, 15, 30]);
  const classes = Array.from({ length: samples }, (_, n) => n % 3);
  const inputs = classes.map((arm, n) => {
    const radius = (Math.floor(n / 3) + 1) / (samples / 3);
    const angle = (2 * Math.PI * arm) / 3 + 3 * radius + 0.1 * draws.decimal(3);
    return Float32Array.of(radius * Math.sin(angle), radius * Math.cos(angle));
  });
  const layers = widths.slice(1).map((outputs, k) => {
    const from = widths[k] ?? 1;
    const numbers = (count: number) =>
      Float32Array.from({ length: count }, () => draws.decimal(4) / Math.sqrt(from));
    return { inputs: from, outputs, weight: numbers(outputs * from), bias: numbers(outputs) };
  });
  return { activation, loss, inputs, classes, layers };
}

function linear({ inputs, outputs, weight, bias }: Float32Layer, x: Float32Array): Float32Array {
  const z = Float32Array.from(bias);
  for (let j = 0; j < outputs; j++)
    for (let i = 0; i < inputs; i++) z[j] = f(at(z, j) + f(at(weight, j * inputs + i) * at(x, i)));
  return z;
}

const at = (values: Float32Array, place: number): number => {
  const value = values[place];
  if (value === undefined) throw new Error(`no number at ${place}`);
  return value;
};

/** ∂E/∂y of one sample, by its outputs: softmax minus the target over the samples, or 2 (y − t) over all outputs. */
function outputGradient({ loss, classes }: Float32Task, y: Float32Array, n: number): Float32Array {
  const target = (k: number): number => (k === classes[n] ? 1 : 0);
  if (loss === "mse") {
    const scale = f(2 / (classes.length * y.length));
    return y.map((each, k) => f(scale * f(each - target(k))));
  }
  const largest = y.reduce((most, each) => Math.max(most, each), -Infinity);
  const powers = y.map((each) => f(Math.exp(f(each - largest))));
  const total = powers.reduce((sum, each) => f(sum + each), 0);
  return powers.map((each, k) => f(f(f(each / total) - target(k)) / classes.length));
}

/** The gradients of all layers, added up over the samples; every operation rounds to float32. */
export function float32Gradients(task: Float32Task): readonly Float32Layer[] {
  const { layers, activation, inputs } = task;
  const sums = layers.map((layer) => ({
    ...layer,
    weight: new Float32Array(layer.weight.length),
    bias: new Float32Array(layer.bias.length),
  }));
  inputs.forEach((input, n) => {
    const heights = [input];
    for (const [k, layer] of layers.entries()) {
      const z = linear(layer, heights[k] ?? input);
      const isLast = k === layers.length - 1;
      const active = activation === "relu" ? z.map((each) => Math.max(each, 0)) : z.map(Math.tanh);
      heights.push(isLast ? z : active);
    }
    let delta = outputGradient(task, heights.at(-1) ?? input, n);
    for (let k = layers.length - 1; k >= 0; k--) {
      const [layer, sum, below] = [layers[k], sums[k], heights[k]];
      if (!layer || !sum || !below) throw new Error(`no layer ${k}`);
      addOuter(sum, delta, below);
      delta = throughActivation(activation, backwards(layer, delta), below);
    }
  });
  return sums;
}

function addOuter({ weight, bias, inputs }: Float32Layer, delta: Float32Array, x: Float32Array) {
  delta.forEach((each, j) => {
    bias[j] = f(at(bias, j) + each);
    x.forEach((value, i) => {
      weight[j * inputs + i] = f(at(weight, j * inputs + i) + f(each * value));
    });
  });
}

function backwards({ inputs, weight }: Float32Layer, delta: Float32Array): Float32Array {
  return Float32Array.from({ length: inputs }, (_, i) =>
    delta.reduce((sum, each, j) => f(sum + f(each * at(weight, j * inputs + i))), 0),
  );
}

const throughActivation = (
  activation: Float32Task["activation"],
  delta: Float32Array,
  output: Float32Array,
): Float32Array =>
  delta.map((each, i) => {
    const value = at(output, i);
    if (activation === "relu") return value > 0 ? each : 0;
    return f(each * f(1 - f(value * value)));
  });

/** Trains a network in place, by gradient descent with momentum. */
export function trainInFloat32(task: Float32Task, steps: number, rate: number): void {
  const speeds = task.layers.map(({ weight, bias }) => ({
    weight: new Float32Array(weight.length),
    bias: new Float32Array(bias.length),
  }));
  const move = (values: Float32Array, speed: Float32Array, gradient: Float32Array): void => {
    for (let k = 0; k < values.length; k++) {
      speed[k] = f(f(0.9 * at(speed, k)) + at(gradient, k));
      values[k] = f(at(values, k) - f(rate * at(speed, k)));
    }
  };
  for (let step = 0; step < steps; step++) {
    const gradients = float32Gradients(task);
    task.layers.forEach(({ weight, bias }, k) => {
      const [speed, gradient] = [speeds[k], gradients[k]];
      if (!speed || !gradient) throw new Error(`no layer ${k}`);
      move(weight, speed.weight, gradient.weight);
      move(bias, speed.bias, gradient.bias);
    });
  }
}
