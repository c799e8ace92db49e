import type { Expression } from "../algebra/expression.js";
import type { Quantity } from "../model/model.js";
import type { Optimizer } from "../network/optimizer.js";
import type { Assignment } from "../network/optimizer-row.js";
import { compile } from "../numeric/compile.js";
import { double } from "../numeric/double.js";
import { type Cell, type Memory, nestingOf, slotsOf } from "../numeric/scope.js";
import type { Hooks } from "./hooks.js";
import { type Pass, runPass } from "./pass.js";
import type { Parameters, PlainNetwork } from "./plain-network.js";

/** A network after so many steps: its parameters there, and a pass with them. */
export interface Moment {
  readonly parameters: readonly Parameters[];
  readonly pass: Pass;
  /** The gradients as they are told, which with some mistakes are not those of the pass. */
  readonly gradients: readonly Parameters[];
}

const scalar = (name: string): Quantity => ({
  name,
  role: "parameter",
  axes: [],
  pieces: [{ kind: "data", axes: [], decimals: ["0"] }],
});

const knownLines = new WeakMap<Optimizer, Map<number, readonly Assignment[]>>();

/** The lines of a step, built once for all scalars and all mistakes. */
function linesOf(optimizer: Optimizer, count: number): readonly Assignment[] {
  const known = knownLines.get(optimizer) ?? new Map<number, readonly Assignment[]>();
  knownLines.set(optimizer, known);
  const lines = known.get(count) ?? optimizer.step(count);
  known.set(count, lines);
  return lines;
}

/** One scalar's step: its new value, with `state` (by place in the optimizer's list) brought forward. */
type ScalarStep = (w: number, g: number, state: number[], count: number) => number;

/** A line of an optimizer, ready to be computed into its place. */
interface Line {
  readonly target: { [position: number]: number };
  readonly compute: () => number;
}

/** The lines of an optimizer as a function of numbers; `constantOf` may change its constants. */
function scalarStep(
  optimizer: Optimizer,
  constantOf: (value: number, symbol: string) => number,
): ScalarStep {
  const cells = new Map<string, Cell<number>>();
  const cellOf = (name: string): Cell<number> => {
    const cell = cells.get(name) ?? { quantity: scalar(name), values: double.allocate(1) };
    cells.set(name, cell);
    return cell;
  };
  const memory: Memory<number> = { field: double, run: 0, cellOf };
  for (const [symbol, text] of optimizer.constants)
    cellOf(symbol).values[0] = constantOf(Number(text), symbol);
  const known = new Map<Expression, () => number>();
  const compiled = (right: Expression): (() => number) => {
    const kept = known.get(right);
    if (kept) return kept;
    const compute = compile(right, { memory, ...slotsOf([]) });
    const at = new Int32Array(nestingOf(right));
    const line = (): number => compute(at);
    // The lines of some optimizers are others in each step.
    if (known.size < 1000) known.set(right, line);
    return line;
  };
  const [own, gradient] = [cellOf("w").values, cellOf("g").values];
  const kept = [...optimizer.state].map(([symbol, initial]) => ({
    values: cellOf(symbol).values,
    initial: Number(initial),
  }));
  const steps = cellOf("t").values;
  let lines: readonly Line[] = [];
  let prepared = 0;
  const prepare = (count: number): void => {
    lines = linesOf(optimizer, count).map(({ target, right }) => ({
      target: cellOf(target).values,
      compute: compiled(right),
    }));
    prepared = count;
  };
  return (w, g, state, count) => {
    if (prepared !== count) prepare(count);
    memory.run++;
    own[0] = w;
    gradient[0] = g;
    steps[0] = count;
    for (const [place, { values, initial }] of kept.entries()) values[0] = state[place] ?? initial;
    for (const { target, compute } of lines) target[0] = compute();
    for (const [place, { values }] of kept.entries()) state[place] = values[0] ?? 0;
    return own[0] ?? Number.NaN;
  };
}

/** What every scalar of every layer keeps from step to step. */
type States = readonly { readonly weight: number[][]; readonly bias: number[][] }[];

const freshStates = (plain: PlainNetwork): States =>
  plain.layers.map(({ parameters: { weight, bias } }) => ({
    weight: weight.map(() => []),
    bias: bias.map(() => []),
  }));

interface Stepper {
  /** The parameters of a layer after a step; the states move on only when `keep` is set. */
  readonly step: (
    layer: number,
    own: Parameters,
    gradient: Parameters,
    count: number,
    keep: boolean,
  ) => Parameters;
}

const trains = (hooks: Hooks, kind: "weight" | "bias", isFrozen: boolean): boolean =>
  hooks.trains?.(kind, isFrozen) ?? !isFrozen;

function stepperFor(plain: PlainNetwork, optimizer: Optimizer, hooks: Hooks): Stepper {
  const states = freshStates(plain);
  const one = scalarStep(optimizer, hooks.constants ?? ((value) => value));
  const trained = plain.layers.map(({ weightName, biasName, parameters: { weight, bias } }) => ({
    weight: weight.map((_, place) => trains(hooks, "weight", plain.isFrozen(weightName, place))),
    bias: bias.map((_, place) =>
      trains(hooks, "bias", biasName !== undefined && plain.isFrozen(biasName, place)),
    ),
  }));
  return {
    step: (number, own, gradient, count, keep) => {
      const stepAll = (kind: "weight" | "bias") =>
        own[kind].map((w, position) => {
          if (!trained[number]?.[kind][position]) return w;
          const state = states[number]?.[kind][position] ?? [];
          const after = one(w, gradient[kind][position] ?? 0, keep ? state : [...state], count);
          return hooks.update?.(w, after) ?? after;
        });
      return { weight: stepAll("weight"), bias: stepAll("bias") };
    },
  };
}

const sumOf = (a: readonly Parameters[], b: readonly Parameters[]): readonly Parameters[] =>
  a.map(({ weight, bias }, layer) => ({
    weight: weight.map((each, k) => each + (b[layer]?.weight[k] ?? 0)),
    bias: bias.map((each, k) => each + (b[layer]?.bias[k] ?? 0)),
  }));

/**
 * Trains a network with the changes of some hooks and gives it at each of the wanted counts of steps.
 * Without an optimizer only the count 0 can be wanted.
 */
export function momentsOf(
  plain: PlainNetwork,
  hooks: Hooks,
  wanted: ReadonlySet<number>,
): ReadonlyMap<number, Moment> {
  const { optimizer } = plain;
  const stepper = optimizer && stepperFor(plain, optimizer, hooks);
  const last = Math.max(0, ...wanted);
  const moments = new Map<number, Moment>();
  let parameters: readonly Parameters[] = plain.layers.map((layer) => layer.parameters);
  let summed: readonly Parameters[] | undefined;
  for (let step = 0; step <= last; step++) {
    const own = parameters;
    const pass = runPass(plain, own, hooks, (layer, gradient) =>
      stepper ? stepper.step(layer, own[layer] ?? gradient, gradient, step + 1, false) : gradient,
    );
    summed = hooks.accumulates && summed ? sumOf(pass.gradients, summed) : pass.gradients;
    const gradients = summed;
    if (wanted.has(step)) moments.set(step, { parameters, pass, gradients });
    if (step === last) break;
    if (!stepper) throw new Error("steps without an optimizer");
    parameters = own.map((each, layer) =>
      stepper.step(layer, each, gradients[layer] ?? each, step + 1, true),
    );
  }
  return moments;
}
