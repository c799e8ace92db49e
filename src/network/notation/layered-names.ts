import {
  type Instance,
  instanceKey,
  type Quantity,
  quantityOf,
  sizeOf,
} from "../../math/model/model.js";
import type { LayeredModel } from "../layered/layered.js";
import { probabilityName } from "../layered/likelihood.js";
import { acrossSamples, isSampled, unitAxesOf } from "../layered/samples.js";
import {
  type NameGroup,
  type Names,
  parseInstance,
  positionIn,
  type TensorName,
  tupleAt,
} from "./names.js";

/** The scalars of one quantity, counted row by row: `w5` is the first one of a family with the offset 4. */
export interface CountedFamily {
  readonly quantity: string;
  readonly prefix: UnitPrefix;
  readonly offset: number;
}

/** What stands before the number in the name of a unit: `w` of w5, `net_h` of net_h1. */
export interface UnitPrefix {
  readonly stem: string;
  readonly mark?: string;
}

/** How the units of a quantity are called: `h` for h1, h2, …; others are called as instances: `z1[1]`. */
export type UnitPrefixes = ReadonlyMap<string, UnitPrefix>;

/** What stands before the number, as text. */
export const prefixText = ({ stem, mark }: UnitPrefix): string =>
  mark === undefined ? stem : `${stem}_${mark}`;

/** The families whose scalars have a number: inputs, targets, weights and biases, and what the notation counts. */
export function countedFamilies(
  { model, linearLayers }: LayeredModel,
  prefixes: UnitPrefixes,
): ReadonlyMap<string, CountedFamily> {
  const families: CountedFamily[] = [
    { quantity: "x", prefix: { stem: "i" }, offset: 0 },
    { quantity: "t", prefix: { stem: "t" }, offset: 0 },
    ...(prefixes.size > 0 && model.quantities.has(probabilityName)
      ? [{ quantity: probabilityName, prefix: { stem: probabilityName }, offset: 0 }]
      : []),
    ...[...prefixes].map(([quantity, prefix]) => ({ quantity, prefix, offset: 0 })),
  ];
  const addNumbered = (stem: string, names: readonly string[]): void => {
    let offset = 0;
    for (const quantity of names) {
      families.push({ quantity, prefix: { stem }, offset });
      offset += sizeOf(quantityOf(model, quantity).axes);
    }
  };
  addNumbered(
    "w",
    linearLayers.map(({ weight }) => weight),
  );
  addNumbered(
    "b",
    linearLayers.flatMap(({ bias }) => bias?.name ?? []),
  );
  return new Map(families.map((family) => [family.quantity, family]));
}

/** The names of a layered file: w1, w2, … and b1, b2, … through all layers, i1, t1, and units by notation. */
export function layeredNames(layered: LayeredModel, prefixes: UnitPrefixes): Names {
  const families = countedFamilies(layered, prefixes);
  const groupOf: GroupOf = (quantity, unit) => ({
    name: unitName(layered, families, quantity, unit),
    instances: acrossSamples(layered, quantity, unit),
  });
  return {
    nameOf: ({ name, indices }) => {
      const quantity = quantityOf(layered.model, name);
      const unit = isSampled(layered, quantity) ? indices.slice(1) : indices;
      return unitName(layered, families, quantity, unit);
    },
    groupsOf: (name) => {
      const quantity = quantityOf(layered.model, name);
      const axes = unitAxesOf(layered, quantity);
      return Array.from({ length: sizeOf(axes) }, (_, place) =>
        groupOf(quantity, tupleAt(axes, place)),
      );
    },
    find: (text) =>
      findCounted(text, layered, [...families.values()], groupOf) ??
      findInstance(parseInstance(text), layered, groupOf),
    tensors: tensorNames(layered),
  };
}

type GroupOf = (quantity: Quantity, unit: readonly number[]) => NameGroup;

/** The number of a unit in its family, or its name with indices where it has no family. */
function unitName(
  layered: LayeredModel,
  families: ReadonlyMap<string, CountedFamily>,
  quantity: Quantity,
  unit: readonly number[],
): string {
  const family = families.get(quantity.name);
  if (!family) return instanceKey({ name: quantity.name, indices: unit });
  const position = positionIn(unitAxesOf(layered, quantity), unit);
  if (position === undefined) throw new Error(`${quantity.name} has no instance ${unit}`);
  return `${prefixText(family.prefix)}${family.offset + position + 1}`;
}

function findCounted(
  text: string,
  layered: LayeredModel,
  families: readonly CountedFamily[],
  groupOf: GroupOf,
): NameGroup | undefined {
  const [, prefix, digits] = /^(.*?)([1-9]\d*)$/.exec(text.trim()) ?? [];
  for (const family of families) {
    if (prefixText(family.prefix) !== prefix) continue;
    const quantity = quantityOf(layered.model, family.quantity);
    const axes = unitAxesOf(layered, quantity);
    const place = Number(digits) - 1 - family.offset;
    if (0 <= place && place < sizeOf(axes)) return groupOf(quantity, tupleAt(axes, place));
  }
  return undefined;
}

/** `W1[1,2]` and other canonical names; an index more than the units have is that of the sample. */
function findInstance(
  instance: Instance | undefined,
  layered: LayeredModel,
  groupOf: GroupOf,
): NameGroup | undefined {
  const quantity = instance && layered.model.quantities.get(instance.name);
  if (!quantity) return undefined;
  const { indices } = instance;
  if (positionIn(unitAxesOf(layered, quantity), indices) !== undefined)
    return groupOf(quantity, indices);
  if (positionIn(quantity.axes, indices) === undefined) return undefined;
  return { name: instanceKey(instance), instances: [instance] };
}

/** The names of PyTorch's `state_dict`: `0.weight`, `0.bias`, … by the position of the layer. */
const tensorNames = ({ linearLayers }: LayeredModel): readonly TensorName[] =>
  linearLayers.flatMap(({ position, weight, bias }) => [
    { name: `${position}.weight`, quantity: weight },
    ...(bias ? [{ name: `${position}.bias`, quantity: bias.name }] : []),
  ]);
