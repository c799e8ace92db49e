import { quantityOf } from "../math/model/model.js";
import type { LayeredSpec } from "../network/file/spec.js";
import type { LayeredModel } from "../network/layered/layered.js";
import type { Network } from "../network/network.js";
import { answerLines } from "./answer-code.js";
import { recordedGradient } from "./autograd.js";
import { around, dataOf, floats, nestedLists, shapeOf } from "./data-code.js";
import type { LayeredWriting } from "./layered-writing.js";
import { beginScript, dataLines, finishScript } from "./script.js";
import { layersOf, sharedBias } from "./sequential-layers.js";
import { classTargets, lossLines, probabilityLines } from "./sequential-loss.js";
import { indented } from "./statements.js";
import { storageIn } from "./writing.js";

/** The weights under the names of PyTorch's `state_dict`. */
function stateLines({ network, layered, writing }: LayeredWriting): readonly string[] {
  const { model, names } = network;
  const entries = names.tensors.flatMap(({ name, quantity }) => {
    const whole = quantityOf(model, quantity);
    const piece = dataOf(whole);
    if (!piece) return [];
    const [position, attribute] = name.split(".");
    const kind = whole.axes.length === 0 ? "scalar" : "array";
    const place = `layers[${position}].${attribute}`;
    writing.storages.set(quantity, { kind, name: place, axes: whole.axes });
    const lists = nestedLists(floats(piece.decimals), shapeOf(whole.axes));
    return around(`"${name}": torch.tensor(`, lists, "),");
  });
  if (layered.linearLayers.length === 0) return [];
  return ["layers.load_state_dict({", ...indented(entries), "})"];
}

/** A layered network as an `nn.Sequential` with its weights loaded, and PyTorch's own losses. */
export function pytorchLayers(network: Network, layered: LayeredModel, spec: LayeredSpec): string {
  const writing = beginScript(network, "torch", network.model);
  const lines = { network, layered, spec, writing };
  const asClasses = spec.targetKind === "classes" && spec.loss.kind === "named";
  const { data } = dataLines(
    network,
    writing,
    ({ role }) => role === "input" || (role === "target" && !asClasses),
  );
  const targets = asClasses ? classTargets(lines) : [];
  const state = stateLines(lines);
  const { layers, forward } = layersOf(lines);
  const classes = [
    ...(layers.some(({ made }) => made.startsWith("SharedBias")) ? sharedBias : []),
    ...layers.flatMap(({ before }) => before),
  ];
  const loss = [...probabilityLines(lines), ...lossLines(lines)];
  const made = ["layers = nn.Sequential(", ...indented(layers.map((each) => `${each.made},`)), ")"];
  return finishScript(network, "torch", { target: "pytorch", needs: "PyTorch" }, [
    ["Layers that PyTorch does not have", classes],
    ["The network and its parameters", [...made, ...state]],
    ["The samples", [...data, ...targets]],
    ["Forward", [...forward, ...loss]],
    ["Backward", [`${storageIn(writing, "E").name}.backward()`]],
    ["The answer", answerLines(network, writing, recordedGradient(writing))],
  ]);
}
