import type { Axis, Instance, Quantity } from "../../math/model/model.js";
import type { LayeredModel } from "./layered.js";

/** Whether a quantity has one instance for each of several samples; their index comes first. */
export const isSampled = ({ samples }: LayeredModel, { role, axes }: Quantity): boolean =>
  samples !== undefined && role !== "parameter" && axes.length > 0;

/** The axes of a quantity without that of the samples. */
export const unitAxesOf = (layered: LayeredModel, quantity: Quantity): readonly Axis[] =>
  isSampled(layered, quantity) ? quantity.axes.slice(1) : quantity.axes;

/** The instances of a quantity for one tuple of unit indices: one for each sample where there are several. */
export function acrossSamples(
  layered: LayeredModel,
  quantity: Quantity,
  unit: readonly number[],
): readonly Instance[] {
  const { name } = quantity;
  if (!isSampled(layered, quantity)) return [{ name, indices: unit }];
  return Array.from({ length: layered.samples ?? 1 }, (_, sample) => ({
    name,
    indices: [sample + 1, ...unit],
  }));
}
