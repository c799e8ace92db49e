import { localDerivative } from "../gradients/backprop/local-derivative.js";
import type { Expression } from "../math/algebra/expression.js";
import { partsOf } from "../math/algebra/expression.js";
import { functionRow } from "../math/algebra/functions/index.js";
import {
  type Axis,
  type FormulaPiece,
  type Model,
  type Quantity,
  quantityOf,
  sizeOf,
} from "../math/model/model.js";
import { compile } from "../math/numeric/compile.js";
import { double } from "../math/numeric/double.js";
import { type Cell, type Memory, nestingOf, slotsOf } from "../math/numeric/scope.js";
import type { Vector } from "./plain-network.js";

/** An activation behind a layer (or behind another activation), for the units of one sample. */
export interface Stage {
  /** The quantity that it defines. */
  readonly quantity: string;
  /** The function that is applied to each unit, such as `sigmoid`; undefined where there is no single one. */
  readonly functionName: string | undefined;
  /** Whether each unit depends on its own input only; softmax does not. */
  readonly isElementwise: boolean;
  readonly apply: (x: Vector, into?: number[]) => Vector;
  /** ∂y[j]/∂x[j] for each unit from its input and its output, as the derivation writes it: y (1 − y) for sigmoid. */
  readonly slopes: (x: Vector, y: Vector, into?: number[]) => Vector;
  /** The gradient by the inputs from that by the outputs: Σ_j g[j] ∂y[j]/∂x[s]. */
  readonly pull: (g: Vector, x: Vector, y: Vector) => Vector;
}

/** The loss of one sample. */
export interface PlainLoss {
  readonly value: (y: Vector, t: Vector) => number;
  /** ∂L/∂y[k] */
  readonly slopes: (y: Vector, t: Vector, into?: number[]) => number[];
}

/** Where one sample of some quantities stands while a formula about it is computed. */
interface Desk {
  /** Gives what writes a quantity's numbers. */
  readonly place: (name: string) => (values: Vector) => void;
  readonly formula: (expression: Expression, axes: readonly Axis[]) => AtIndices;
}

/** A formula, and where its indices are written before it is computed; 1 at first. */
interface AtIndices {
  readonly at: Int32Array;
  readonly compute: (at: Int32Array) => number;
}

/** A memory for one sample: in a model of several, the formulas are read at the first. */
function deskFor(model: Model): Desk {
  const cells = new Map<string, Cell<number>>();
  const cellOf = (name: string): Cell<number> => {
    const quantity = quantityOf(model, name);
    const cell = cells.get(name) ?? { quantity, values: double.allocate(sizeOf(quantity.axes)) };
    cells.set(name, cell);
    return cell;
  };
  const memory: Memory<number> = { field: double, run: 0, cellOf };
  return {
    place: (name) => {
      const cell = cellOf(name);
      return (values) => {
        for (let k = 0; k < values.length; k++) cell.values[k] = values[k] as number;
        memory.run++;
      };
    },
    formula: (expression, axes) => {
      const at = new Int32Array(axes.length + nestingOf(expression)).fill(1);
      return { at, compute: compile(expression, { memory, ...slotsOf(axes) }) };
    },
  };
}

const onlyFormula = ({ name, pieces }: Quantity): FormulaPiece => {
  const [piece] = pieces;
  if (piece?.kind !== "formula") throw new Error(`${name} is not defined by one formula`);
  return piece;
};

const hasReduction = (expression: Expression): boolean =>
  expression.kind === "reduction" || partsOf(expression).some(hasReduction);

/** The local derivative of one quantity of a layered model by another, by the units of both, from 0. */
function localFormula(
  model: Model,
  desk: Desk,
  of: string,
  wrt: string,
): (ofUnit: number, wrtUnit: number) => number {
  const [ofQuantity, quantity] = [quantityOf(model, of), quantityOf(model, wrt)];
  const [piece] = quantity.pieces;
  if (!piece) throw new Error(`${wrt} has no piece`);
  const local = localDerivative({ name: of, piece: onlyFormula(ofQuantity) }, { quantity, piece });
  const { ofAxes, wrtAxes } = local;
  const { at, compute } = desk.formula(local.derivative, [...ofAxes, ...wrtAxes]);
  // In a model of several samples the index of the sample comes first; what is computed stands at the first.
  const ofSlot = ofAxes.length < wrtAxes.length ? undefined : ofAxes.length - 1;
  const wrtSlot = ofAxes.length + wrtAxes.length - 1;
  return (ofUnit, wrtUnit) => {
    if (ofSlot !== undefined) at[ofSlot] = ofUnit + 1;
    at[wrtSlot] = wrtUnit + 1;
    return compute(at);
  };
}

/** The value of an activation for each unit, read from its formula. */
function applied(desk: Desk, from: string, { right, axes }: FormulaPiece): Stage["apply"] {
  const [argument] = right.kind === "call" ? right.arguments : [];
  if (right.kind === "call" && right.arguments.length === 1 && argument?.kind === "reference") {
    const { value } = functionRow(right.name);
    return (x, into = []) => {
      for (let unit = 0; unit < x.length; unit++) into[unit] = value(x[unit] ?? 0);
      return into;
    };
  }
  const { at, compute } = desk.formula(right, axes);
  const putInput = desk.place(from);
  const unitSlot = axes.length - 1;
  return (x, into = []) => {
    putInput(x);
    for (let unit = 0; unit < x.length; unit++) {
      at[unitSlot] = unit + 1;
      into[unit] = compute(at);
    }
    return into;
  };
}

/** The activation that defines a quantity from another, read from their formulas. */
export function plainStage(model: Model, name: string, from: string): Stage {
  const quantity = quantityOf(model, name);
  const piece = onlyFormula(quantity);
  const { right } = piece;
  const desk = deskFor(model);
  const local = localFormula(model, desk, name, from);
  const isElementwise = !hasReduction(right);
  const [putInput, putOutput] = [desk.place(from), desk.place(name)];
  const slopes = (x: Vector, y: Vector, into: number[] = []): Vector => {
    putInput(x);
    putOutput(y);
    for (let unit = 0; unit < x.length; unit++) into[unit] = local(unit, unit);
    return into;
  };
  return {
    quantity: name,
    functionName: right.kind === "call" ? right.name : undefined,
    isElementwise,
    apply: applied(desk, from, piece),
    slopes,
    pull: (g, x, y) => {
      if (isElementwise) return slopes(x, y).map((slope, unit) => slope * (g[unit] ?? 0));
      putInput(x);
      putOutput(y);
      return x.map((_, s) => g.reduce((sum, each, j) => sum + each * local(j, s), 0));
    },
  };
}

/** The loss of one sample by the outputs, read from its formula. */
export function plainLoss(model: Model, name: string, output: string): PlainLoss {
  const { right, axes } = onlyFormula(quantityOf(model, name));
  const desk = deskFor(model);
  const value = desk.formula(right, axes);
  const local = localFormula(model, desk, name, output);
  const [putOutput, putTarget] = [desk.place(output), desk.place("t")];
  const lay = (y: Vector, t: Vector): void => {
    putOutput(y);
    putTarget(t);
  };
  return {
    value: (y, t) => {
      lay(y, t);
      return value.compute(value.at);
    },
    slopes: (y, t, into = []) => {
      lay(y, t);
      for (let unit = 0; unit < y.length; unit++) into[unit] = local(0, unit);
      return into;
    },
  };
}
