import { quote } from "../../errors/quote.js";
import { shortestDecimalsOf } from "../../weights/decimals.js";
import { type LinearTensors, tensorName } from "../../weights/linear-tensors.js";
import type { TensorFile } from "../../weights/read-tensor-file.js";
import type { FileTensor } from "../../weights/tensor-file.js";
import { type ListedLayer, layerList } from "./layer-list.js";

/** A network file for weights. */
export interface WrittenNetwork {
  /** The file, in YAML. */
  readonly text: string;
  /** What the weights do not tell and the user must see to: sentences. */
  readonly unknown: readonly string[];
}

/** Networks with more numbers do not hold them, but refer to the file of weights. */
const mostInline = 200;
const zerosPerLine = 24;

/** What stands where the weights do not tell. */
const guess = { activation: "relu", loss: "half_squared_error" } as const;

const sizeOf = ({ weight, bias }: LinearTensors): number =>
  weight.data.length + (bias?.data.length ?? 0);

const linearLayers = (layers: readonly ListedLayer[]): readonly LinearTensors[] =>
  layers.flatMap((layer) => (layer.kind === "linear" ? [layer.tensors] : []));

/** Whether a network file for these weights refers to their file, as it has more numbers than one likes to read. */
export const refersToWeights = (file: TensorFile): boolean =>
  linearLayers(layerList(file)).reduce((sum, tensors) => sum + sizeOf(tensors), 0) > mostInline;

/**
 * A valid network file for weights: the linear layers are known, everything else is a guess and says so in a comment.
 * Small networks hold their numbers, in the shortest form of their type; large ones refer to `path`. Weights that are
 * not those of linear layers one behind the other are an InputError.
 */
export function networkFile(file: TensorFile, path: string): WrittenNetwork {
  const layers = layerList(file);
  const linear = linearLayers(layers);
  const isInline = !refersToWeights(file);
  const [inputs = 1] = linear[0]?.weight.shape.slice(1) ?? [];
  const [outputs = 1] = linear.at(-1)?.weight.shape ?? [];
  const hasActivations = layers.some(({ kind }) => kind === "activation");
  const lines = [
    `# The linear layers are those of ${quote(file.name, 200)}. All that is marked as a guess is not in the weights.`,
    ...vector("inputs", inputs, "a guess: put your sample here, or a list of samples"),
    ...vector("targets", outputs, "a guess: put what the outputs should be"),
    "layers:",
    ...layers.map((layer) => layerLine(layer, isInline)),
    "  # a guess: nothing behind the last linear layer",
    `loss: ${guess.loss} # a guess`,
    ...(isInline ? [] : [`weights: ${JSON.stringify(path)}`]),
  ];
  const unknown = [
    `the weights do not tell the inputs and targets: zeros stand for ${inputs} and ${outputs} of them`,
    ...(hasActivations
      ? [
          `the weights do not tell the activations: \`${guess.activation}\` between linear layers is a guess`,
        ]
      : []),
    "the weights do not tell what stands behind the last linear layer: nothing is a guess",
    `the weights do not tell the loss: \`${guess.loss}\` is a guess`,
  ];
  return { text: `${lines.join("\n")}\n`, unknown };
}

/** `inputs: [0, 0]`, in lines that are not too long. */
function vector(key: string, length: number, comment: string): readonly string[] {
  if (length <= zerosPerLine) return [`${key}: [${zeros(length)}] # ${comment}`];
  const lines = Array.from({ length: Math.ceil(length / zerosPerLine) }, (_, line) => {
    const count = Math.min(zerosPerLine, length - line * zerosPerLine);
    return `  ${zeros(count)},`;
  });
  return [`${key}: [ # ${comment}`, ...lines, "]"];
}

const zeros = (count: number): string => Array.from({ length: count }, () => "0").join(", ");

function layerLine(layer: ListedLayer, isInline: boolean): string {
  if (layer.kind === "activation") return `  - ${guess.activation} # a guess`;
  if (layer.kind === "other")
    return "  - identity # a guess: something without weights stood here, such as dropout";
  const { tensors } = layer;
  const { prefix, weight, bias } = tensors;
  const [outputs, inputs] = weight.shape;
  const numbers = isInline
    ? `weight: ${matrix(weight)}, bias: ${bias ? row(shortestDecimalsOf(bias)) : "false"}`
    : `in: ${inputs}, out: ${outputs}${bias ? "" : ", bias: false"}`;
  return `  - linear: { ${numbers} } # ${quote(tensorName(prefix, "weight"))}`;
}

const row = (decimals: readonly string[]): string => `[${decimals.join(", ")}]`;

function matrix(weight: FileTensor): string {
  const decimals = shortestDecimalsOf(weight);
  const [outputs = 0, inputs = 0] = weight.shape;
  const rows = Array.from({ length: outputs }, (_, output) =>
    row(decimals.slice(output * inputs, (output + 1) * inputs)),
  );
  return row(rows);
}
