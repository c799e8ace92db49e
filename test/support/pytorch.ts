/**
 * Layered networks as PyTorch computes them in float64: loss, and the gradients of parameters and inputs, layer
 * by layer on plain lists of numbers. It shares nothing with the program that it judges.
 */

type Vector = readonly number[];
type Matrix = readonly Vector[];

interface LinearFile {
  readonly linear: { readonly weight: Matrix; readonly bias: Vector | number | false };
}
type NamedFile = string | Readonly<Record<string, unknown>>;

export interface LayeredFile {
  readonly inputs: Vector | Matrix;
  readonly targets: unknown;
  readonly layers: readonly (LinearFile | NamedFile)[];
  readonly loss: NamedFile;
  readonly reduction: "sum" | "mean";
}

/** What PyTorch gives: weights and biases by the position of their layer. */
export interface Reference {
  readonly loss: number;
  readonly tensors: ReadonlyMap<string, readonly number[]>;
  /** For each input, one number a sample. */
  readonly inputs: Matrix;
}

type Options = Readonly<Record<string, number>>;
/** A function of one unit and its derivative. */
type Unit = (x: number, options: Options) => readonly [value: number, slope: number];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** erf by its series, and beyond by the continued fraction of erfc. */
function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    let [term, sum] = [size, size];
    for (let k = 1; k < 80; k++) {
      term *= (-size * size) / k;
      sum += term / (2 * k + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (size + fraction);
  return Math.sign(x) * (1 - Math.exp(-size * size) / (Math.sqrt(Math.PI) * (size + fraction)));
}

const units: Readonly<Record<string, Unit>> = {
  identity: (x) => [x, 1],
  sigmoid: (x) => [sigmoid(x), sigmoid(x) * (1 - sigmoid(x))],
  tanh: (x) => [Math.tanh(x), 1 - Math.tanh(x) ** 2],
  relu: (x) => (x > 0 ? [x, 1] : [0, 0]),
  leaky_relu: (x, { slope = 0.01 }) => (x > 0 ? [x, 1] : [slope * x, slope]),
  elu: (x, { alpha = 1 }) => (x > 0 ? [x, 1] : [alpha * Math.expm1(x), alpha * Math.exp(x)]),
  softplus: (x, { beta = 1, threshold = 20 }) =>
    beta * x > threshold ? [x, 1] : [Math.log1p(Math.exp(beta * x)) / beta, sigmoid(beta * x)],
  gelu: (x) => {
    const normal = (1 + erf(x / Math.SQRT2)) / 2;
    return [x * normal, normal + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)];
  },
  silu: (x) => [x * sigmoid(x), sigmoid(x) * (1 + x * (1 - sigmoid(x)))],
  // x / (1 + |x|), the one formula that random networks have
  formula: (x) => [x / (1 + Math.abs(x)), 1 / (1 + Math.abs(x)) ** 2],
};

const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0);

function softmax(x: Vector): Vector {
  const largest = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - largest));
  return powers.map((power) => power / sum(powers));
}

/** The loss of one sample and its gradient by the outputs. */
type Loss = (y: Vector, t: Vector, options: Options) => readonly [value: number, gradient: Vector];

const mean =
  (term: (y: number, t: number, options: Options) => readonly [number, number]): Loss =>
  (y, t, options) => {
    const terms = y.map((value, k) => term(value, t[k] ?? Number.NaN, options));
    return [sum(terms.map(([value]) => value)) / y.length, terms.map(([, g]) => g / y.length)];
  };

const losses: Readonly<Record<string, Loss>> = {
  half_squared_error: (y, t) => [
    sum(y.map((value, k) => (value - (t[k] ?? 0)) ** 2)) / 2,
    y.map((value, k) => value - (t[k] ?? 0)),
  ],
  mse: mean((y, t) => [(y - t) ** 2, 2 * (y - t)]),
  l1: mean((y, t) => [Math.abs(y - t), Math.sign(y - t)]),
  huber: mean((y, t, { delta = 1 }) =>
    Math.abs(y - t) <= delta
      ? [(y - t) ** 2 / 2, y - t]
      : [delta * (Math.abs(y - t) - delta / 2), delta * Math.sign(y - t)],
  ),
  binary_cross_entropy: mean((y, t) => [
    -t * Math.max(Math.log(y), -100) - (1 - t) * Math.max(Math.log1p(-y), -100),
    (y - t) / Math.max(y * (1 - y), Math.fround(1e-12)),
  ]),
  cross_entropy: (y, t) => {
    const p = softmax(y);
    return [
      -sum(t.map((each, k) => (each === 0 ? 0 : each * Math.log(p[k] ?? 0)))),
      p.map((each, k) => each * sum(t) - (t[k] ?? 0)),
    ];
  },
  categorical_cross_entropy: (y, t) => [
    -sum(t.map((each, k) => (each === 0 ? 0 : each * Math.log(y[k] ?? 0)))),
    t.map((each, k) => (each === 0 ? 0 : -each / (y[k] ?? 0))),
  ],
  // (y − t)⁴ / 4, summed: the one formula that random networks have
  formula: (y, t) => [
    sum(y.map((value, k) => (value - (t[k] ?? 0)) ** 4 / 4)),
    y.map((value, k) => (value - (t[k] ?? 0)) ** 3),
  ],
};

const nameOf = (row: NamedFile): string =>
  typeof row === "string" ? row : (Object.keys(row)[0] ?? "");
const optionsOf = (row: NamedFile): Options =>
  typeof row === "string" || nameOf(row) === "formula"
    ? {}
    : ((Object.values(row)[0] ?? {}) as Options);

/** A layer applied to one sample, and what takes a gradient back through it. */
interface Applied {
  readonly output: Vector;
  readonly back: (gradient: Vector) => Vector;
}

type Collect = (name: string, values: Vector) => void;

function applyLinear(
  { linear: { weight, bias } }: LinearFile,
  x: Vector,
  position: number,
  collect: Collect,
): Applied {
  const biasOf = (j: number): number => {
    if (bias === false) return 0;
    return typeof bias === "number" ? bias : (bias[j] ?? Number.NaN);
  };
  return {
    output: weight.map((row, j) => sum(row.map((w, i) => w * (x[i] ?? 0))) + biasOf(j)),
    back: (gradient) => {
      collect(
        `${position}.weight`,
        gradient.flatMap((g) => x.map((value) => g * value)),
      );
      if (bias !== false)
        collect(`${position}.bias`, typeof bias === "number" ? [sum(gradient)] : gradient);
      return x.map((_, i) => sum(weight.map((row, j) => (row[i] ?? 0) * (gradient[j] ?? 0))));
    },
  };
}

function applyActivation(row: NamedFile, x: Vector): Applied {
  if (nameOf(row) === "softmax") {
    const p = softmax(x);
    return {
      output: p,
      back: (gradient) => {
        const inner = sum(gradient.map((g, k) => g * (p[k] ?? 0)));
        return p.map((each, s) => each * ((gradient[s] ?? 0) - inner));
      },
    };
  }
  const unit = units[nameOf(row)];
  if (!unit) throw new Error(`no activation ${nameOf(row)}`);
  const pairs = x.map((value) => unit(value, optionsOf(row)));
  return {
    output: pairs.map(([value]) => value),
    back: (gradient) => gradient.map((g, k) => g * (pairs[k]?.[1] ?? Number.NaN)),
  };
}

const isLinear = (layer: LinearFile | NamedFile): layer is LinearFile =>
  typeof layer === "object" && "linear" in layer;

/** Loss and gradients of a layered file. */
export function pytorch({ inputs, targets, layers, loss, reduction }: LayeredFile): Reference {
  const isSampled = Array.isArray(inputs[0]);
  const samples = (isSampled ? inputs : [inputs]) as Matrix;
  const goals = (isSampled ? targets : [targets]) as readonly (Vector | number)[];
  const lossOf = losses[nameOf(loss)];
  if (!lossOf) throw new Error(`no loss ${nameOf(loss)}`);
  const share = reduction === "mean" ? 1 / samples.length : 1;
  const tensors = new Map<string, number[]>();
  const collect: Collect = (name, values) => {
    const before = tensors.get(name) ?? values.map(() => 0);
    tensors.set(
      name,
      before.map((value, k) => value + (values[k] ?? 0)),
    );
  };
  let total = 0;
  const byInput = samples.map((sample, n) => {
    const applied: Applied[] = [];
    const output = layers.reduce((x: Vector, layer, position) => {
      const next = isLinear(layer)
        ? applyLinear(layer, x, position, collect)
        : applyActivation(layer, x);
      applied.push(next);
      return next.output;
    }, sample);
    const goal = goals[n] ?? [];
    const t = typeof goal === "number" ? output.map((_, k) => Number(k === goal)) : goal;
    const [value, gradient] = lossOf(output, t, optionsOf(loss));
    total += share * value;
    return applied.reduceRight(
      (g: Vector, { back }) => back(g),
      gradient.map((g) => g * share),
    );
  });
  return {
    loss: total,
    tensors,
    inputs: (samples[0] ?? []).map((_, i) => byInput.map((each) => each[i] ?? Number.NaN)),
  };
}
