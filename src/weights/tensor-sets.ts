import { count } from "../errors/count.js";
import { quote } from "../errors/quote.js";
import {
  describePickled,
  isPickled,
  type PickledKey,
  type PickledMap,
  type PickledTensor,
  type PickledValue,
} from "./pickle-values.js";
import { type Purpose, refuse } from "./tensor-file.js";
import { storages } from "./torch-globals.js";

/** A dictionary of tensors in a checkpoint. */
export interface TensorSet {
  /** The keys that lead to it, such as `model_state_dict`; empty where it is the whole file. */
  readonly path: string;
  readonly entries: ReadonlyMap<PickledKey, PickledValue>;
}

/** A dictionary, and how much it looks like the tensors of a model. */
interface Candidate extends TensorSet {
  readonly rank: number;
}

const isFloat = (value: PickledValue): value is PickledTensor =>
  isPickled(value, "tensor") && storages.get(value.storage.type)?.float !== undefined;

/** From what tells most to what tells least: the best rows that a file has are meant. */
const ranks: readonly ((key: PickledKey, value: PickledValue) => boolean)[] = [
  (key, value) => isFloat(value) && (value.shape.length >= 2 || isParameter(key)),
  (_, value) => isFloat(value) && value.shape.length > 0,
  (_, value) => isFloat(value),
  (_, value) => isPickled(value, "tensor"),
];

const isParameter = (key: PickledKey): boolean =>
  /(?:^|[._])(?:weight|bias)$/.test(typeof key === "string" ? key : "");

/** A dictionary of nothing but None, or with None for parameters: gradients where no backward pass has run. */
const isOfNone = ({ entries }: PickledMap): boolean =>
  [...entries.values()].every((value) => value === null) ||
  [...entries].some(([key, value]) => value === null && isParameter(key));

function rankOf(map: PickledMap): number {
  const rank = ranks.findIndex((fits) => [...map.entries].some(([key, value]) => fits(key, value)));
  return rank < 0 && isOfNone(map) ? ranks.length : rank;
}

/** What holds tensors that are no model's: the moments of an optimizer, the best score of a callback. */
const foreignKey = /optim|^opts?$|sched|scaler|callback|^loops$|rng|random_state/i;

const isOptimizer = ({ entries }: PickledMap): boolean => entries.has("param_groups");

/** All dictionaries of tensors in a value, in the order of the file. Shared parts are walked once. */
function candidatesIn(value: PickledValue): readonly Candidate[] {
  const found: Candidate[] = [];
  const seen = new Set<PickledValue>();
  const open: { readonly path: string; readonly value: PickledValue }[] = [{ path: "", value }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value: each } = next;
    if (isPickled(each, "map") && !isOptimizer(each) && rankOf(each) >= 0)
      found.push({ path, entries: each.entries, rank: rankOf(each) });
    if (seen.has(each)) continue;
    seen.add(each);
    open.push(...partsOf(each, path).reverse());
  }
  return found;
}

function partsOf(value: PickledValue, path: string): { path: string; value: PickledValue }[] {
  if (isPickled(value, "list", "tuple"))
    return value.items.flatMap((item, place) =>
      typeof item === "object" && item ? [{ path: `${path}[${place}]`, value: item }] : [],
    );
  if (!isPickled(value, "map") || isOptimizer(value)) return [];
  return [...value.entries].flatMap(([key, item]) => {
    const isText = typeof key === "string" || typeof key === "number";
    if (!isText || foreignKey.test(`${key}`) || typeof item !== "object" || !item) return [];
    return [{ path: path === "" ? `${key}` : `${path}.${key}`, value: item }];
  });
}

const ofGradients = ({ path }: TensorSet): boolean => /grad/i.test(path);

/** Of weights and gradients in one file, those that are asked for. */
function wanted(sets: readonly Candidate[], purpose: Purpose): readonly Candidate[] {
  const some = sets.filter((set) => ofGradients(set) === (purpose === "reference"));
  return some.length > 0 ? some : sets;
}

/** The one dictionary of tensors that a file of PyTorch has; none and several are refused with what there is. */
export function tensorSetOf(value: PickledValue, purpose: Purpose): TensorSet {
  const candidates = candidatesIn(value);
  const best = Math.min(...candidates.map(({ rank }) => rank));
  const sets = wanted(
    candidates.filter(({ rank }) => rank === best),
    purpose,
  );
  const [set, another] = sets;
  if (!set) return refuseValue(value, purpose);
  if (!another) return set;
  const shown = sets.slice(0, mostShown).map(({ path, entries }) => {
    const amount = [...entries.values()].filter((each) => isPickled(each, "tensor")).length;
    return `${path === "" ? "its top level" : quote(path)} with ${count(amount, "tensor")}`;
  });
  const more = sets.length > mostShown ? ` and ${sets.length - mostShown} more` : "";
  return refuse(
    "several-state-dicts",
    `it holds several sets of tensors, expected one: ${shown.join(", ")}${more}`,
    "save the one that you mean alone: `torch.save(checkpoint[…], path)`",
  );
}

const mostShown = 8;

const saveWeights = "save the weights alone: `torch.save(model.state_dict(), path)`";
const saveNamed =
  "save tensors with their names: `torch.save({name: p.grad for name, p in model.named_parameters()}, path)`";

function refuseValue(value: PickledValue, purpose: Purpose): never {
  const save = purpose === "reference" ? saveNamed : saveWeights;
  const code = "invalid-state-dict";
  const parts = isPickled(value, "map") ? [...value.entries] : [];
  const [part] = parts;
  if (part)
    return refuse(
      code,
      `it has ${describePickled(part[1])} under ${quote(String(part[0]))}, and no tensors, expected a state_dict`,
      [...parts].some(([, each]) => isPickled(each, "object") && /numpy/.test(each.name))
        ? "arrays of NumPy become tensors with `torch.from_numpy`"
        : save,
    );
  const items = isPickled(value, "list", "tuple") ? value.items : [value];
  const hasTensors = items.some((item) => isPickled(item, "tensor"));
  const is = describePickled(value);
  const what = hasTensors && isPickled(value, "list", "tuple") ? `${is} of tensors` : is;
  return refuse(
    code,
    `it has ${what}${hasTensors ? " without names" : ""}, expected a state_dict`,
    hasTensors ? saveNamed : save,
  );
}
