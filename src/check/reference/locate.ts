import { nearestName } from "../../errors/nearest-name.js";
import { InputError, type Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import type { Instance, Quantity } from "../../math/model/model.js";
import { ownAxes, ownInstances, quantityOf, sizeOf } from "../../math/model/model.js";
import type { Network } from "../../network/network.js";
import { aliasesOf } from "./aliases.js";
import type { Reference, ReferenceEntry } from "./reference.js";

/** What an entry of a reference is about in a network: as many instances as the entry has numbers. */
export interface Located {
  readonly entry: ReferenceEntry;
  readonly kind: "value" | "gradient";
  readonly instances: readonly Instance[];
}

/** Finds what each entry is about. Unknown names and wrong shapes are InputErrors, all of them together. */
export function locate(network: Network, reference: Reference): readonly Located[] {
  const problems: Problem[] = [];
  const aliases = aliasesOf(network, reference);
  const located = reference.entries.flatMap((entry) => {
    const found = locateOne(network, entry, aliases);
    if (!found) return [];
    if (!("code" in found)) return [found];
    problems.push({ ...found, ...(entry.placeOf && { place: entry.placeOf() }) });
    return [];
  });
  if (problems.length > 0) throw new InputError(...problems);
  if (located.length === 0) throw new InputError(nothingToJudge(reference));
  return located;
}

const nothingToJudge = ({ names = [] }: Reference): Problem => ({
  code: "empty-reference",
  message: "the file has no numbers to compare",
  ...(names.length > 0 && {
    help: "None or null stands for every gradient: save them after `loss.backward()`",
  }),
});

interface Target {
  readonly quantity: Quantity;
  readonly shape: readonly number[];
  readonly instances: readonly Instance[];
}

/** Undefined is an entry beside the numbers to be judged. */
function locateOne(
  network: Network,
  entry: ReferenceEntry,
  aliases: ReadonlyMap<string, string>,
): Located | Problem | undefined {
  const derivative = derivativeName(entry.name, network.model.loss);
  const name = derivative ?? entry.name;
  const target =
    targetOf(network, aliases.get(name) ?? name) ??
    (name === "loss" ? targetOf(network, network.model.loss) : undefined);
  if (!target) return entry.mayBeUnknown ? undefined : unknown(network, entry.name, aliases);
  if (derivative !== undefined && entry.kind === "value")
    return {
      code: "not-a-value",
      message: `${quote(entry.name)} is a derivative and stands among the values`,
    };
  const byName = target.quantity.role === "parameter" ? "gradient" : "value";
  const kind = derivative === undefined ? (entry.kind ?? byName) : "gradient";
  if (!sameShape(entry, target)) return wrongShape(entry, target);
  return { entry, kind, instances: target.instances };
}

/** `w1` for `dE/dw1`, where E is the loss. */
function derivativeName(name: string, loss: string): string | undefined {
  const [over, under, ...others] = name.split("/").map((part) => part.trim());
  const isDerivative = over === `d${loss}` || over === `∂${loss}`;
  return isDerivative && others.length === 0 && under && /^[d∂]./u.test(under)
    ? under.slice(1)
    : undefined;
}

function targetOf(network: Network, name: string): Target | undefined {
  const { model, names } = network;
  const tensor = names.tensors.find((each) => each.name === name);
  const group = tensor ? undefined : names.find(name);
  if (group) {
    const quantity = quantityOf(model, group.instances[0]?.name ?? name);
    const { length } = group.instances;
    return { quantity, shape: length === 1 ? [] : [length], instances: group.instances };
  }
  const quantity = model.quantities.get(tensor?.quantity ?? name);
  if (!quantity) return undefined;
  const axes = ownAxes(quantity);
  const instances = ownInstances(quantity);
  if (sizeOf(axes) !== instances.length) return undefined;
  const shape = axes.map(({ lo, hi }) => hi - lo + 1);
  return { quantity, shape, instances };
}

const shapeText = (shape: readonly number[]): string =>
  shape.length === 0 ? "a number" : `a list of shape ${shape.join("×")}`;

/** A list of one number is as good as a number where there is one instance. */
const sameShape = ({ shape, numbers }: ReferenceEntry, target: Target): boolean => {
  if (numbers.length !== target.instances.length) return false;
  if (numbers.length === 1) return true;
  return shape.length === target.shape.length && shape.every((n, axis) => n === target.shape[axis]);
};

const wrongShape = ({ name, shape }: ReferenceEntry, target: Target): Problem => ({
  code: "wrong-shape",
  message: `${quote(name)} is ${shapeText(shape)}, expected ${shapeText(target.shape)}`,
});

function unknown(
  { model, names }: Network,
  name: string,
  aliases: ReadonlyMap<string, string>,
): Problem {
  const scalars = [...model.quantities.keys()].flatMap((quantity) =>
    names.groupsOf(quantity).map((group) => group.name),
  );
  const tensors = aliases.size > 0 ? [...aliases.keys()] : names.tensors.map((each) => each.name);
  const near = nearestName(name, [...scalars, ...tensors]);
  return {
    code: "unknown-name",
    message: `the network has no quantity ${quote(name)}`,
    ...(near !== undefined && { help: `did you intend \`${near}\`?` }),
  };
}
