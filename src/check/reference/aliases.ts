import { InputError } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { LayerSpec } from "../../network/file/spec.js";
import type { Network } from "../../network/network.js";
import { type NamedLayer, orderOf, wereSorted } from "../../weights/layer-order.js";
import { splitTensorName, tensorName } from "../../weights/linear-tensors.js";
import type { Reference } from "./reference.js";

/** The positions of a network's linear layers, by the names that a file has for them. */
type Positions = ReadonlyMap<string, number>;

type Linear = Extract<LayerSpec, { kind: "linear" }> & { readonly position: number };

const linearLayers = ({ spec }: Network): readonly Linear[] =>
  spec.kind === "layered"
    ? spec.layers.flatMap((layer, position) =>
        layer.kind === "linear" ? [{ ...layer, position }] : [],
      )
    : [];

/** What wrappers of PyTorch put before all names: DataParallel, `torch.compile`, Lightning. */
const withoutWrapper = (prefix: string): string =>
  prefix.replace(/^(?:(?:module|_orig_mod|model)(?:\.|$))+/, "");

/**
 * The names of tensors in a reference that are not the network's own, such as `fc1.weight`, and what they are there:
 * those of the weights file; else as `weights` would take them for the linear layers. Names that do not tell their
 * layers are an InputError.
 */
export function aliasesOf(network: Network, reference: Reference): ReadonlyMap<string, string> {
  const linear = linearLayers(network);
  const foreign = foreignLayers(network, reference);
  if (linear.length === 0 || foreign.length === 0) return new Map();
  const names = reference.names ?? reference.entries.map(({ name }) => name);
  const isOrdered = reference.isSorted !== true && !wereSorted(names);
  const positions = byNames(foreign, linear) ?? byOrder(foreign, linear, isOrdered);
  return new Map(
    [...positions].flatMap(([prefix, position]) =>
      (["weight", "bias"] as const).map(
        (part) => [tensorName(prefix, part), tensorName(`${position}`, part)] as const,
      ),
    ),
  );
}

/** The layers that a reference names otherwise than the network, with the sizes that it tells. */
function foreignLayers(
  { names, model }: Network,
  { entries, names: all }: Reference,
): readonly NamedLayer[] {
  const own = new Set(names.tensors.map(({ name }) => name));
  const shapes = new Map(entries.map(({ name, shape }) => [name, shape]));
  const layers = new Map<string, NamedLayer>();
  for (const name of all ?? shapes.keys()) {
    const prefix = splitTensorName(name)?.prefix;
    if (prefix === undefined || own.has(name) || model.quantities.has(name)) continue;
    const { outputs, inputs } = layers.get(prefix) ?? {};
    const [rows, columns] = shapes.get(name) ?? [];
    layers.set(prefix, { prefix, outputs: outputs ?? rows, inputs: inputs ?? columns });
  }
  return [...layers.values()];
}

/**
 * By the names in the weights file, or the positions themselves behind a wrapper's name. Where one of them is in the
 * weights file, all others are unknown that are not; otherwise all of them are known, or none.
 */
function byNames(foreign: readonly NamedLayer[], linear: readonly Linear[]): Positions | undefined {
  const inFile = new Map(
    linear.flatMap(({ position, nameInFile }) =>
      nameInFile === undefined ? [] : [[withoutWrapper(nameInFile), position] as const],
    ),
  );
  const known = new Map([
    ...linear.map(({ position }) => [`${position}`, position] as const),
    ...inFile,
  ]);
  const positions = new Map<string, number>();
  for (const { prefix } of foreign) {
    const position = known.get(withoutWrapper(prefix));
    if (position !== undefined) positions.set(prefix, position);
  }
  const areDistinct = new Set(positions.values()).size === positions.size;
  const isFile = foreign.some(({ prefix }) => inFile.has(withoutWrapper(prefix)));
  return areDistinct && (isFile || positions.size === foreign.length) ? positions : undefined;
}

const isSize = (layer: NamedLayer, { weight }: Linear): boolean =>
  [layer.outputs ?? weight.shape[0], layer.inputs ?? weight.shape[1]].join() ===
  weight.shape.join();

/** By the rule for weights files, if all layers are named; of some, only by their sizes. */
function byOrder(
  foreign: readonly NamedLayer[],
  linear: readonly Linear[],
  isOrdered: boolean,
): Positions {
  if (foreign.length > linear.length) return new Map();
  if (foreign.length < linear.length) return bySizes(foreign, linear);
  const order = orderOf(foreign, { isOrdered, hasSizes: true }, (layer, _, place) => {
    const target = linear[place];
    return target !== undefined && isSize(layer, target);
  });
  if (order.kind === "none") return new Map();
  if (order.kind !== "order") return refuseNames(foreign);
  return new Map(
    order.layers.flatMap(({ prefix }, place) => {
      const target = linear[place];
      return target ? [[prefix, target.position] as const] : [];
    }),
  );
}

function bySizes(foreign: readonly NamedLayer[], linear: readonly Linear[]): Positions {
  const positions = new Map<string, number>();
  for (const layer of foreign) {
    const [target, another] = linear.filter((each) => isSize(layer, each));
    if (another) return refuseNames(foreign);
    if (target) positions.set(layer.prefix, target.position);
  }
  return new Set(positions.values()).size === positions.size ? positions : refuseNames(foreign);
}

function refuseNames(foreign: readonly NamedLayer[]): never {
  throw new InputError({
    code: "unknown-order",
    message: `the names ${foreign.map(({ prefix }) => quote(prefix)).join(", ")} do not tell which linear layers of the network they are`,
    help: "name tensors by the positions of their layers, `0.weight`, or as the file does that `weights` names",
  });
}
