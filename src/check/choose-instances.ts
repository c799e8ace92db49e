import { type Instance, type Model, ownInstances, sizeOf } from "../model/model.js";

/** Every instance of the parameters, in the order of the model. */
export const parameterInstances = (model: Model): readonly Instance[] =>
  [...model.quantities.values()].filter(({ role }) => role === "parameter").flatMap(ownInstances);

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
