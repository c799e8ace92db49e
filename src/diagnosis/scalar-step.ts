import type { Expression } from "../math/algebra/expression.js";
import type { Quantity } from "../math/model/model.js";
import { compile } from "../math/numeric/compile.js";
import { double } from "../math/numeric/double.js";
import { type Cell, type Memory, nestingOf, slotsOf } from "../math/numeric/scope.js";
import type { Optimizer } from "../network/optimizers/optimizer.js";
import type { Assignment } from "../network/optimizers/optimizer-row.js";

const scalar = (name: string): Quantity => ({
  name,
  role: "parameter",
  axes: [],
  pieces: [{ kind: "data", axes: [], decimals: ["0"] }],
});

const knownLines = new WeakMap<Optimizer, Map<number, readonly Assignment[]>>();

const areSame = (some: readonly Assignment[], others: readonly Assignment[]): boolean =>
  some.length === others.length &&
  some.every(({ target, right }, place) => {
    const other = others[place];
    return target === other?.target && right === other.right;
  });

/** The lines of a step, built once for all scalars and all mistakes; the same list while they stay the same. */
function linesOf(optimizer: Optimizer, count: number): readonly Assignment[] {
  const known = knownLines.get(optimizer) ?? new Map<number, readonly Assignment[]>();
  knownLines.set(optimizer, known);
  const found = known.get(count);
  if (found) return found;
  const [built, before] = [optimizer.step(count), known.get(count - 1)];
  const lines = before && areSame(built, before) ? before : built;
  known.set(count, lines);
  return lines;
}

/** One scalar's step: its new value, with `state` (by place in the optimizer's list) brought forward. */
export type ScalarStep = (w: number, g: number, state: number[], count: number) => number;

/** A line of an optimizer, ready to be computed into its place. */
interface Line {
  readonly target: { [position: number]: number };
  readonly compute: () => number;
}

/** The lines of an optimizer as a function of numbers; `constantOf` may change its constants. */
export function scalarStep(
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
  let written: readonly Assignment[] = [];
  let prepared = 0;
  const prepare = (count: number): void => {
    prepared = count;
    const assignments = linesOf(optimizer, count);
    if (assignments === written) return;
    written = assignments;
    lines = assignments.map(({ target, right }) => ({
      target: cellOf(target).values,
      compute: compiled(right),
    }));
  };
  return (w, g, state, count) => {
    if (prepared !== count) prepare(count);
    memory.run++;
    own[0] = w;
    gradient[0] = g;
    steps[0] = count;
    for (let place = 0; place < kept.length; place++) {
      const each = kept[place];
      if (each) each.values[0] = state[place] ?? each.initial;
    }
    for (const { target, compute } of lines) target[0] = compute();
    for (let place = 0; place < kept.length; place++) state[place] = kept[place]?.values[0] ?? 0;
    return own[0] ?? Number.NaN;
  };
}
