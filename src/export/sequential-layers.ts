import type { Definition } from "../math/model/dependencies.js";
import { quantityOf } from "../math/model/model.js";
import type { LayerSpec } from "../network/file/spec.js";
import { activationValue } from "../network/layered/activation-value.js";
import type { LinearLayer } from "../network/layered/add-layer.js";
import { unitsOf } from "../network/rows/units.js";
import { arrayCode } from "./array-code.js";
import { activationModules, optionsIn } from "./layer-code.js";
import type { LayeredWriting } from "./layered-writing.js";
import { formulaText, scopeOf, storageIn } from "./writing.js";

/** A layer of the `nn.Sequential`: how it is made, and the quantity that comes out of it. */
interface LayerLines {
  /** A class of its own for a layer that PyTorch does not have. */
  readonly before: readonly string[];
  readonly made: string;
  /** The same as what goes in where the layer changes nothing. */
  readonly output: string;
}

/** The layer of a file whose units share one bias. */
export const sharedBias: readonly string[] = [
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
export function layersOf(lines: LayeredWriting): {
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
