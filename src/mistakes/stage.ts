import type { Expression } from "../algebra/expression.js";
import { partsOf } from "../algebra/expression.js";
import { localDerivative } from "../backprop/local-derivative.js";
import {
  type Axis,
  type FormulaPiece,
  type Model,
  type Quantity,
  quantityOf,
  sizeOf,
} from "../model/model.js";
import { compile } from "../numeric/compile.js";
import { double } from "../numeric/double.js";
import { type Cell, type Memory, nestingOf, slotsOf } from "../numeric/scope.js";
import type { Vector } from "./plain-network.js";

/** An activation behind a layer (or behind another activation), for the units of one sample. */
export interface Stage {
  /** The quantity that it defines. */
  readonly quantity: string;
  /** The function that is applied to each unit, such as `sigmoid`; undefined where there is no single one. */
  readonly functionName: string | undefined;
  /** Whether each unit depends on its own input only; softmax does not. */
  readonly isElementwise: boolean;
  readonly apply: (x: Vector) => Vector;
  /** ∂y[j]/∂x[j] for each unit from its input and its output, as the derivation writes it: y (1 − y) for sigmoid. */
  readonly slopes: (x: Vector, y: Vector) => Vector;
  /** The gradient by the inputs from that by the outputs: Σ_j g[j] ∂y[j]/∂x[s]. */
  readonly pull: (g: Vector, x: Vector, y: Vector) => Vector;
}

/** The loss of one sample. */
export interface PlainLoss {
  readonly value: (y: Vector, t: Vector) => number;
  /** ∂L/∂y[k] */
  readonly slopes: (y: Vector, t: Vector) => Vector;
}

/** Where one sample of some quantities stands while a formula about it is computed. */
interface Desk {
  /** Gives what writes a quantity's numbers. */
  readonly place: (name: string) => (values: Vector) => void;
  readonly formula: (
    expression: Expression,
    axes: readonly Axis[],
  ) => (...indices: number[]) => number;
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
      const at = new Int32Array(axes.length + nestingOf(expression));
      const compute = compile(expression, { memory, ...slotsOf(axes) });
      return (...indices) => {
        at.set(indices);
        return compute(at);
      };
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

/** The local derivative of one quantity of a layered model by another, by the units of both. */
function localFormula(
  model: Model,
  desk: Desk,
  of: string,
  wrt: string,
): (ofUnit: readonly number[], wrtUnit: number) => number {
  const [ofQuantity, quantity] = [quantityOf(model, of), quantityOf(model, wrt)];
  const [piece] = quantity.pieces;
  if (!piece) throw new Error(`${wrt} has no piece`);
  const local = localDerivative({ name: of, piece: onlyFormula(ofQuantity) }, { quantity, piece });
  const compute = desk.formula(local.derivative, [...local.ofAxes, ...local.wrtAxes]);
  // In a model of several samples the index of the sample comes first; what is computed stands at the first.
  const samples = local.wrtAxes.slice(1).map(() => 1);
  return (ofUnit, wrtUnit) => compute(...samples, ...ofUnit, ...samples, wrtUnit);
}

/** The activation that defines a quantity from another, read from their formulas. */
export function plainStage(model: Model, name: string, from: string): Stage {
  const quantity = quantityOf(model, name);
  const { right, axes } = onlyFormula(quantity);
  const desk = deskFor(model);
  const samples = axes.slice(1).map(() => 1);
  const value = desk.formula(right, axes);
  const local = localFormula(model, desk, name, from);
  const isElementwise = !hasReduction(right);
  const [putInput, putOutput] = [desk.place(from), desk.place(name)];
  const slopes = (x: Vector, y: Vector): Vector => {
    putInput(x);
    putOutput(y);
    return x.map((_, unit) => local([unit + 1], unit + 1));
  };
  return {
    quantity: name,
    functionName: right.kind === "call" ? right.name : undefined,
    isElementwise,
    apply: (x) => {
      putInput(x);
      return x.map((_, unit) => value(...samples, unit + 1));
    },
    slopes,
    pull: (g, x, y) => {
      if (isElementwise) return slopes(x, y).map((slope, unit) => slope * (g[unit] ?? 0));
      putInput(x);
      putOutput(y);
      return x.map((_, s) => g.reduce((sum, each, j) => sum + each * local([j + 1], s + 1), 0));
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
      return value(...axes.map(() => 1));
    },
    slopes: (y, t) => {
      lay(y, t);
      return y.map((_, unit) => local([], unit + 1));
    },
  };
}
