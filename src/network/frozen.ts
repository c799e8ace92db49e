import { InputError, type Problem } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { suggestName } from "../math/formula/names/suggest-name.js";
import {
  boxHolds,
  type Instance,
  instanceKey,
  type Model,
  ownAxes,
  quantityOf,
} from "../math/model/model.js";
import type { Located } from "./file/spec.js";
import type { Names } from "./notation/names.js";

/**
 * The parameters that training leaves alone, as instance keys. A file may name a scalar (`b1`, `W[1,2]`) or
 * a whole tensor (`0.bias`, `B1`); any other name is an InputError.
 */
export function frozenInstances(
  frozen: readonly Located<string>[],
  model: Model,
  names: Names,
): ReadonlySet<string> {
  const problems: Problem[] = [];
  const keys = new Set<string>();
  for (const { value, place } of frozen) {
    const instances = parametersNamed(value, model, names);
    if (instances) for (const instance of instances) keys.add(instanceKey(instance));
    else
      problems.push({
        code: "unknown-parameter",
        message: `cannot freeze ${quote(value)}: the network has no such parameter`,
        place,
        ...suggestName(value, parameterNames(model, names)),
      });
  }
  if (problems.length > 0) throw new InputError(...problems);
  return keys;
}

const isParameter = (model: Model, name: string): boolean =>
  model.quantities.get(name)?.role === "parameter";

/** Whether an instance is a number of a parameter, and nothing that an equation puts around it. */
const isLearned = (model: Model, { name, indices }: Instance): boolean =>
  isParameter(model, name) && boxHolds(ownAxes(quantityOf(model, name)), indices);

function parametersNamed(
  name: string,
  model: Model,
  names: Names,
): readonly Instance[] | undefined {
  const scalar = names.find(name)?.instances;
  if (scalar) return scalar.every((each) => isLearned(model, each)) ? scalar : undefined;
  const quantity = names.tensors.find((tensor) => tensor.name === name)?.quantity ?? name;
  if (!isParameter(model, quantity)) return undefined;
  return names.groupsOf(quantity).flatMap(({ instances }) => instances);
}

function* parameterNames(model: Model, names: Names): Generator<string> {
  for (const { name, quantity } of names.tensors) if (isParameter(model, quantity)) yield name;
  for (const { name, role } of model.quantities.values())
    if (role === "parameter") for (const group of names.groupsOf(name)) yield group.name;
}
