import { freshIndex } from "../../math/algebra/binding.js";
import type { Axis, Piece, Quantity, Role } from "../../math/model/model.js";
import type { EquationsSpec, Tensor } from "../file/spec.js";
import { type Box, hullOf } from "./boxes.js";
import { canonicalIndices } from "./canonical-indices.js";
import type { Region } from "./cover.js";
import type { Equation } from "./equation.js";
import { type IndexSizes, sizeOfIndex } from "./sizes.js";

/** What the equations of each quantity define, by its name. */
export type Regions = ReadonlyMap<string, readonly Region[]>;

/** The instances that data has: every axis counts from 1. */
export const shapeBox = ({ shape }: Tensor): Box => shape.map((hi) => ({ lo: 1, hi }));

interface Sources {
  readonly equations: readonly Equation[];
  readonly regions: Regions;
  readonly sizes: IndexSizes;
}

/** The quantities of an equation file: given data, parameters, then what is defined, in file order. */
export function buildQuantities(
  spec: EquationsSpec,
  sources: Sources,
): ReadonlyMap<string, Quantity> {
  const quantities = new Map<string, Quantity>();
  const put = (name: string, role: Role, tensor?: Tensor): void => {
    if (!quantities.has(name)) quantities.set(name, buildQuantity(name, role, tensor, sources));
  };
  for (const [name, tensor] of spec.given) put(name, "input", tensor);
  for (const [name, tensor] of spec.parameters) put(name, "parameter", tensor);
  for (const { left } of sources.equations) put(left.name, "intermediate");
  return quantities;
}

function buildQuantity(
  name: string,
  role: Role,
  tensor: Tensor | undefined,
  { equations, regions, sizes }: Sources,
): Quantity {
  const own = regions.get(name) ?? [];
  const rank = tensor?.shape.length ?? own[0]?.equation.left.indices.length ?? 0;
  const indices = canonicalIndices(name, rank, equations);
  const data: readonly Piece[] = tensor
    ? [{ kind: "data", axes: named(shapeBox(tensor), indices), decimals: tensor.decimals }]
    : [];
  const pieces = [...data, ...own.flatMap((region) => formulaPieces(region, indices, sizes))];
  return { name, role, axes: named(hullOf(pieces.map(({ axes }) => axes)), indices), pieces };
}

const named = (box: Box, indices: readonly string[]): readonly Axis[] =>
  box.map(({ lo, hi }, axis) => ({ index: indices[axis] ?? `i${axis + 1}`, lo, hi }));

/** One piece for each box of a region. An axis with a fixed subscript takes the name that it has elsewhere. */
function formulaPieces(
  { equation, boxes }: Region,
  canonical: readonly string[],
  sizes: IndexSizes,
): readonly Piece[] {
  const { left } = equation;
  const taken = new Set(left.indices.filter((subscript) => typeof subscript === "string"));
  const indices = left.indices.map((subscript, axis) => {
    if (typeof subscript === "string") return subscript;
    const index = freshIndex(canonical[axis] ?? `i${axis + 1}`, taken);
    taken.add(index);
    return index;
  });
  const right = equation.right((index) => ({ lo: 1, hi: sizeOfIndex(sizes, equation, index) }));
  return boxes.map((box) => ({ kind: "formula", axes: named(box, indices), right }));
}
