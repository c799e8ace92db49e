import { byPlace } from "../../errors/place.js";
import { InputError, type Place, type Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { Range } from "../../math/algebra/index-term.js";
import { CycleError } from "../../math/model/instance-order.js";
import { type Model, type Quantity, sizeOf } from "../../math/model/model.js";
import { operationsOf } from "../../math/model/operations.js";
import { scheduleOf } from "../../math/model/schedule.js";
import type { EquationsSpec } from "../file/spec.js";
import { buildQuantities, type Regions, shapeBox } from "./build-quantities.js";
import { outOfRange } from "./check-reads.js";
import { coverQuantity } from "./cover.js";
import { type Equation, readEquations } from "./equation.js";
import { lossOf } from "./loss-of.js";
import { type IndexSizes, inferSizes, sizeOfIndex } from "./sizes.js";

/** Instances are held in memory, and operations take time: more of them than this are refused. */
const most = { instances: 500_000, operations: 30_000_000 } as const;

/** Turns an equation file into a model. Throws an InputError with all problems that could be told. */
export function equationsModel(spec: EquationsSpec): Model {
  const equations = stage((report) => readEquations(spec, report));
  const sizes = stage((report) => inferSizes(spec, equations, report));
  const regions = stage((report) => coverAll(spec, equations, sizes, report));
  const quantities = buildQuantities(spec, { equations, regions, sizes });
  stage((report) => checkSizes(quantities, equations, report));
  stage((report) => checkAllReads(regions, quantities, sizes, report));
  const model = { quantities, loss: stage((report) => lossOf(spec, quantities, report)) };
  checkOrder(model, equations);
  return model;
}

/** Runs one stage and throws its problems together, in the order of their places. */
function stage<Result>(run: (report: (problem: Problem) => void) => Result): Result {
  const problems: Problem[] = [];
  const result = run((problem) => problems.push(problem));
  if (problems.length > 0) throw new InputError(...problems.sort(byPlace));
  return result;
}

function coverAll(
  spec: EquationsSpec,
  equations: readonly Equation[],
  sizes: IndexSizes,
  report: (problem: Problem) => void,
): Regions {
  const byName = new Map<string, Equation[]>();
  for (const equation of equations) {
    const group = byName.get(equation.left.name);
    if (group) group.push(equation);
    else byName.set(equation.left.name, [equation]);
  }
  return new Map(
    [...byName].map(([name, group]) => {
      const tensor = spec.given.get(name) ?? spec.parameters.get(name);
      const data = tensor && { name, isGiven: spec.given.has(name), box: shapeBox(tensor) };
      return [name, coverQuantity(group, data, sizes, report)];
    }),
  );
}

function checkSizes(
  quantities: ReadonlyMap<string, Quantity>,
  equations: readonly Equation[],
  report: (problem: Problem) => void,
): void {
  let [instances, operations] = [0, 0];
  for (const quantity of quantities.values()) {
    const { name, axes } = quantity;
    instances += sizeOf(axes);
    operations += operationsOf(quantity);
    const excess =
      instances > most.instances
        ? `${most.instances} numbers`
        : operations > most.operations
          ? `${most.operations} operations`
          : undefined;
    if (excess === undefined) continue;
    const place = placeOfEquation(name, equations);
    report({
      code: "too-large",
      message: `${quote(name)} makes the model larger than ${excess}`,
      ...(place && { place }),
    });
    return;
  }
}

const placeOfEquation = (name: string, equations: readonly Equation[]): Place | undefined =>
  equations.find(({ left }) => left.name === name)?.left.place;

function checkAllReads(
  regions: Regions,
  quantities: ReadonlyMap<string, Quantity>,
  sizes: IndexSizes,
  report: (problem: Problem) => void,
): void {
  for (const region of [...regions.values()].flat())
    for (const occurrence of region.equation.occurrences)
      for (const box of region.boxes) {
        const quantity = quantities.get(occurrence.name);
        const { left } = region.equation;
        const rangeOf = (index: string): Range => {
          const axis = occurrence.bound.has(index) ? -1 : left.indices.indexOf(index);
          return box[axis] ?? { lo: 1, hi: sizeOfIndex(sizes, region.equation, index) };
        };
        const problem = quantity && outOfRange(occurrence, quantity, rangeOf);
        if (!problem) continue;
        report(problem);
        break;
      }
}

/** Throws for definitions that depend on themselves, at the equation of the first quantity of the cycle. */
function checkOrder(model: Model, equations: readonly Equation[]): void {
  try {
    scheduleOf(model);
  } catch (error) {
    if (!(error instanceof CycleError)) throw error;
    const place = placeOfEquation(error.quantities[0] ?? "", equations);
    throw new InputError(
      ...error.problems.map((problem) => ({ ...problem, ...(place && { place }) })),
    );
  }
}
