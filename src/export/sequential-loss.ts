import { quantityOf } from "../math/model/model.js";
import { scheduleOf } from "../math/model/schedule.js";
import { around, nestedLists } from "./data-code.js";
import { lossCalls, optionsIn } from "./layer-code.js";
import type { LayeredWriting } from "./layered-writing.js";
import { definitionsIn } from "./statements.js";
import { stepWriter } from "./steps.js";
import { storageIn } from "./writing.js";

/** Class indices as the file has them, instead of the distributions that the model has. */
export function classTargets({
  layered,
  spec,
  writing,
  network,
}: LayeredWriting): readonly string[] {
  const name = writing.names.ofQuantity("t", "t");
  const { axes } = quantityOf(network.model, "t");
  writing.storages.set("t", { kind: "array", name, axes });
  const { decimals } = spec.targets;
  const lists = nestedLists(decimals, layered.samples === undefined ? [] : [decimals.length]);
  return around(`${name} = torch.tensor(`, lists, ")");
}

/** The loss of each sample by PyTorch's own function, and how the samples are combined. */
export function lossLines({ network, layered, spec, writing }: LayeredWriting): readonly string[] {
  const { loss, targetKind, reduction } = spec;
  const ofLoss = scheduleOf(network.model).filter((step) =>
    definitionsIn(step).some(({ name }) => name === "L" || name === "E"),
  );
  if (loss.kind === "formula") return ofLoss.flatMap(stepWriter(writing, writing.titleOf));
  const { axes } = quantityOf(network.model, layered.output);
  const call = lossCalls.get(loss.name.value)?.({
    y: storageIn(writing, layered.output).name,
    t: storageIn(writing, "t").name,
    classes: targetKind === "classes" ? axes.at(-1)?.hi : undefined,
    option: optionsIn(loss.options),
  });
  if (call === undefined) throw new Error(`PyTorch has no ${loss.name.value}`);
  const put = (quantity: string): string => {
    const name = writing.names.ofQuantity(quantity, quantity);
    const own = quantityOf(network.model, quantity).axes;
    writing.storages.set(quantity, {
      kind: own.length === 0 ? "scalar" : "array",
      name,
      axes: own,
    });
    return name;
  };
  if (layered.samples === undefined) return [`${put("E")} = ${call}`];
  const each = put("L");
  return [`${each} = ${call}`, `${put("E")} = ${each}.${reduction}()`];
}

/** Probabilities that the loss itself makes of the outputs; they are among the values. */
export function probabilityLines({ layered, network, writing }: LayeredWriting): readonly string[] {
  const { likelihood } = layered;
  if (!likelihood || writing.storages.has(likelihood.probabilities)) return [];
  const { probabilities, logits } = likelihood;
  const name = writing.names.ofQuantity(probabilities, probabilities);
  const { axes } = quantityOf(network.model, probabilities);
  const line = `${name} = torch.softmax(${storageIn(writing, logits).name}, -1)`;
  writing.storages.set(probabilities, { kind: "array", name, axes });
  return [line];
}
