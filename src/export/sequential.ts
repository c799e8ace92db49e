import type { Definition } from "../model/dependencies.js";
import { quantityOf } from "../model/model.js";
import { scheduleOf } from "../model/schedule.js";
import { activationValue } from "../network/activation-value.js";
import type { LayeredModel, LinearLayer } from "../network/layered.js";
import type { Network } from "../network/network.js";
import { unitsOf } from "../network/units.js";
import type { LayeredSpec, LayerSpec } from "../spec/spec.js";
import { answerLines } from "./answer-code.js";
import { arrayCode } from "./array-code.js";
import { recordedGradient } from "./autograd.js";
import { around, dataOf, floats, nestedLists, shapeOf } from "./data-code.js";
import { activationModules, lossCalls, optionsIn } from "./layer-code.js";
import { beginScript, dataLines, finishScript } from "./script.js";
import { definitionsIn, indented } from "./statements.js";
import { stepWriter } from "./steps.js";
import { formulaText, scopeOf, storageIn, type Writing } from "./writing.js";

/** A layered network with its spec, and what is written of it. */
interface LayeredWriting {
  readonly network: Network;
  readonly layered: LayeredModel;
  readonly spec: LayeredSpec;
  readonly writing: Writing;
}

/** A layer of the `nn.Sequential`: how it is made, and the quantity that comes out of it. */
interface LayerLines {
  /** A class of its own for a layer that PyTorch does not have. */
  readonly before: readonly string[];
  readonly made: string;
  /** The same as what goes in where the layer changes nothing. */
  readonly output: string;
}

const sharedBias: readonly string[] = [
  "class SharedBias(nn.Module):",
  "    # A linear layer whose units share one bias.",
  "    def __init__(self, inputs, outputs):",
  "        super().__init__()",
  "        self.weight = nn.Parameter(torch.empty(outputs, inputs))",
  "        self.bias = nn.Parameter(torch.empty(()))",
  "",
  "    def forward(self, x):",
  "        return x @ self.weight.T + self.bias",
  "",
];

const linearLayer = ({ inputs, outputs, bias, preActivation }: LinearLayer): LayerLines => {
  const sizes = `${inputs}, ${outputs}`;
  return {
    before: [],
    made: bias?.isShared
      ? `SharedBias(${sizes})`
      : `nn.Linear(${sizes}${bias ? "" : ", bias=False"})`,
    output: preActivation,
  };
};

/** A module for an activation that the file gives as a formula. */
function formulaLayer(
  { network, writing }: LayeredWriting,
  position: number,
  input: string,
  output: string,
): LayerLines {
  const [piece] = quantityOf(network.model, output).pieces;
  if (piece?.kind !== "formula") throw new Error(`${output} has no formula`);
  const { axes, right } = piece;
  const scope = scopeOf(writing, new Set(axes.map(({ index }) => index)));
  const storageOf = () => ({ ...storageIn(writing, input), name: "x" });
  const array = arrayCode(right, { ...scope, storageOf, axes });
  if (!array) throw new Error(`the formula of ${output} is no elementwise function`);
  const { text } = array.code;
  const definition: Definition = { name: output, piece };
  return {
    before: [
      `class Activation${position}(nn.Module):`,
      `    # ${formulaText(definition, writing)}`,
      "    def forward(self, x):",
      `        return ${array.indices.length === 0 ? `0 * x + ${text}` : text}`,
      "",
    ],
    made: `Activation${position}()`,
    output,
  };
}

function activationLayer(
  lines: LayeredWriting,
  layer: Exclude<LayerSpec, { kind: "linear" | "drawn" }>,
  position: number,
  input: string,
  outputs: string[],
): LayerLines {
  const units = unitsOf(input, quantityOf(lines.network.model, input).axes);
  const isIdentity = activationValue(units, layer) === units.unit;
  const output = isIdentity ? input : outputs.shift();
  if (output === undefined) throw new Error(`layer ${position} defines nothing`);
  if (isIdentity) return { before: [], made: "nn.Identity()", output };
  if (layer.kind === "formula") return formulaLayer(lines, position, input, output);
  const made = activationModules.get(layer.name.value)?.(optionsIn(layer.options));
  if (made === undefined) throw new Error(`PyTorch has no ${layer.name.value}`);
  return { before: [], made, output };
}

/** The layers in their order; the arrays that go in and come out get their storage on the way. */
function layersOf(lines: LayeredWriting): {
  readonly layers: readonly LayerLines[];
  readonly forward: readonly string[];
} {
  const { network, layered, spec, writing } = lines;
  const layers: LayerLines[] = [];
  const forward: string[] = [];
  let input = "x";
  let outputs = [...layered.firstActivations];
  for (const [position, layer] of spec.layers.entries()) {
    const linear = layered.linearLayers.find((each) => each.position === position);
    if (linear) outputs = [...linear.activations];
    const made =
      linear || layer.kind === "linear" || layer.kind === "drawn"
        ? linear && linearLayer(linear)
        : activationLayer(lines, layer, position, input, outputs);
    if (!made) throw new Error(`layer ${position} is not in the model`);
    layers.push(made);
    const from = storageIn(writing, input).name;
    if (made.output !== input) {
      const { axes } = quantityOf(network.model, made.output);
      const name = writing.names.ofQuantity(made.output, writing.titleOf(made.output));
      writing.storages.set(made.output, { kind: "array", name, axes });
      forward.push(`${name} = layers[${position}](${from})`);
    }
    input = made.output;
  }
  return { layers, forward };
}

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

/** Class indices as the file has them, instead of the distributions that the model has. */
function classTargets({ layered, spec, writing, network }: LayeredWriting): readonly string[] {
  const name = writing.names.ofQuantity("t", "t");
  const { axes } = quantityOf(network.model, "t");
  writing.storages.set("t", { kind: "array", name, axes });
  const { decimals } = spec.targets;
  const lists = nestedLists(decimals, layered.samples === undefined ? [] : [decimals.length]);
  return around(`${name} = torch.tensor(`, lists, ")");
}

/** The loss of each sample by PyTorch's own function, and how the samples are combined. */
function lossLines({ network, layered, spec, writing }: LayeredWriting): readonly string[] {
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
function probabilityLines({ layered, network, writing }: LayeredWriting): readonly string[] {
  const { likelihood } = layered;
  if (!likelihood || writing.storages.has(likelihood.probabilities)) return [];
  const { probabilities, logits } = likelihood;
  const name = writing.names.ofQuantity(probabilities, probabilities);
  const { axes } = quantityOf(network.model, probabilities);
  const line = `${name} = torch.softmax(${storageIn(writing, logits).name}, -1)`;
  writing.storages.set(probabilities, { kind: "array", name, axes });
  return [line];
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
