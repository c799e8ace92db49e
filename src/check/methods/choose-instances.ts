import {
  type Instance,
  type Model,
  ownInstances,
  type Quantity,
  sizeOf,
} from "../../math/model/model.js";

/** What the loss is differentiated by: the parameters, without any of them what is given, or nothing at all. */
export type Differentiated = "parameters" | "given" | "nothing";

/** Every instance of the parameters, in the order of the model; without parameters, of what is given. */
export function differentiatedInstances({ quantities }: Model): {
  readonly of: Differentiated;
  readonly instances: readonly Instance[];
} {
  const withRole = (wanted: Quantity["role"]): readonly Instance[] =>
    [...quantities.values()].filter(({ role }) => role === wanted).flatMap(ownInstances);
  const [parameters, given] = [withRole("parameter"), withRole("input")];
  if (parameters.length > 0) return { of: "parameters", instances: parameters };
  return { of: given.length > 0 ? "given" : "nothing", instances: given };
}

/** How many scalars can be checked while a reader waits: the larger the model, the fewer. */
export function affordable(model: Model, patience = 1): number {
  const size = [...model.quantities.values()].reduce((sum, { axes }) => sum + sizeOf(axes), 0);
  return patience * Math.max(16, Math.floor(200_000 / size));
}

/** At most so many instances in their order: of each quantity as many as of any other, evenly spread. */
export function chooseInstances(
  instances: readonly Instance[],
  limit: number,
): readonly Instance[] {
  if (instances.length <= limit) return instances;
  const byName = new Map<string, Instance[]>();
  for (const instance of instances) {
    const group = byName.get(instance.name) ?? [];
    group.push(instance);
    byName.set(instance.name, group);
  }
  const groups = [...byName.values()].sort((a, b) => a.length - b.length);
  const chosen = new Set<Instance>();
  let left = limit;
  groups.forEach((group, place) => {
    const share = Math.min(group.length, Math.ceil(left / (groups.length - place)));
    left -= share;
    for (let k = 0; k < share; k++) {
      const instance = group[Math.floor((k * group.length) / share)];
      if (instance) chosen.add(instance);
    }
  });
  return instances.filter((instance) => chosen.has(instance));
}
