import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import type { Instance } from "../math/model/model.js";
import { findInstance, type Network } from "../network/network.js";
import { symbolFamilies } from "../network/notation/layered-symbols.js";
import { unitPrefixes } from "../network/notation/notations.js";
import { suggestionFor } from "./usage.js";

/** A larger tensor is not walked as a whole: each of its entries would be a section of its own. */
const mostEntries = 12;
/** So many names are listed of a parameter before it is abridged. */
const mostListed = 4;

/** The names of the scalars of a parameter, each with what it stands for. */
const entriesOf = ({ names }: Network, parameter: string): readonly [string, Instance][] =>
  names
    .groupsOf(parameter)
    .flatMap(({ name, instances }) => instances.slice(0, 1).map((each) => [name, each] as const))
    .map(([name, instance]) => [name, instance]);

/** What pages call whole parameters: `V` in a network of two layers. */
function symbolsOf({ layered, notationName }: Network): ReadonlyMap<string, string> {
  if (!layered || notationName === undefined) return new Map();
  const families = symbolFamilies(layered, unitPrefixes(layered, notationName));
  return new Map(
    [...families].flatMap(([name, { stem, above }]) =>
      above === undefined ? [[name, stem.name] as const] : [],
    ),
  );
}

/** The parameter that a page, a PyTorch file or the network file calls so as a whole: `V`, `2.weight`, `W2`. */
function wholeParameter(network: Network, name: string): string | undefined {
  const { names, parameters } = network;
  const symbols = symbolsOf(network);
  return parameters.find(
    (parameter) =>
      parameter === name ||
      symbols.get(parameter) === name ||
      names.tensors.some((tensor) => tensor.name === name && tensor.quantity === parameter),
  );
}

function listOf(network: Network): string {
  const lists = network.parameters.map((parameter) => {
    const names = entriesOf(network, parameter).map(([name]) => `\`${name}\``);
    const last = names.at(-1) ?? "";
    return names.length > mostListed ? `${names[0]} to ${last}` : names.join(", ");
  });
  return lists.join("; ");
}

const refuseLarge = (name: string, entries: readonly (readonly [string, Instance])[]): never => {
  const some = entries.slice(0, 2).map(([each]) => each);
  throw new InputError({
    code: "too-many-parameters",
    message: `cannot walk all ${entries.length} entries of ${quote(name)}, expected at most ${mostEntries}`,
    help: `name some of them: \`--wrt ${some.join(",")}\``,
  });
};

/** The parameters of these names; the name of a whole tensor stands for all of its entries. */
export const walkTargets = (network: Network, names: readonly string[]): readonly Instance[] =>
  names.flatMap((name) => {
    const instance = findInstance(network, name);
    if (instance && network.parameters.includes(instance.name)) return [instance];
    const whole = wholeParameter(network, name);
    if (whole === undefined) return refuseUnknown(network, name);
    const entries = entriesOf(network, whole);
    return entries.length > mostEntries
      ? refuseLarge(name, entries)
      : entries.map(([, each]) => each);
  });

function refuseUnknown(network: Network, name: string): never {
  const known = network.parameters.flatMap((parameter) => [
    parameter,
    ...entriesOf(network, parameter).map(([entry]) => entry),
  ]);
  const isValue = findInstance(network, name) !== undefined;
  throw new InputError({
    code: "unknown-parameter",
    message: isValue
      ? `${quote(name)} is no parameter of the network`
      : `the network has no parameter ${quote(name)}`,
    help:
      (isValue ? undefined : suggestionFor(name, known)) ?? `its parameters are ${listOf(network)}`,
  });
}
