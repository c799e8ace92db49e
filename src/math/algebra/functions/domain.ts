import type { DomainCondition, FunctionRow, Relation } from "./row.js";

const relations: Readonly<Record<Relation, (value: number, bound: number) => boolean>> = {
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "!=": (value, bound) => value !== bound,
};

/** The first condition on its arguments that a function does not find fulfilled, or undefined where all hold. */
export const violatedCondition = (
  row: FunctionRow,
  parameters: readonly number[],
): DomainCondition | undefined =>
  row.domain?.find(({ argument, relation, bound }) => {
    const value = parameters[argument];
    return value !== undefined && !relations[relation](value, bound);
  });

/** Whether the function is not differentiable at these arguments, so that its derivative is a convention there. */
export function isAtKink(row: FunctionRow, parameters: readonly number[]): boolean {
  if (row.atKink) return row.atKink(...parameters);
  const [argument] = parameters;
  return argument !== undefined && (row.kinks?.includes(argument) ?? false);
}
