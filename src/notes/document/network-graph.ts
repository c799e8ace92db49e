import { quantitiesIn } from "../../math/algebra/depends.js";
import { type IndexTerm, integerTerm, plainIndex } from "../../math/algebra/index-term.js";
import { nameIndices } from "../../math/algebra/symbol.js";
import { type Instance, instanceKey, type Quantity, quantityOf } from "../../math/model/model.js";
import { quantitiesInOrder, readsOf } from "../../math/model/order.js";
import type { LinearLayer } from "../../network/layered/add-layer.js";
import type { LayeredModel } from "../../network/layered/layered.js";
import { isSampled } from "../../network/layered/samples.js";
import type { Network } from "../../network/network.js";
import type {
  Column,
  DefinitionGraph,
  DiagramNode,
  Edge,
  Label,
  LayeredGraph,
  Named,
} from "../drawing/diagram/graph.js";
import type { Highlight } from "../lesson/block.js";
import { highlightIds } from "./highlight-ids.js";
import { shiftsOf } from "./shift.js";
import { labelOf, labelOfTerms } from "./symbol-label.js";

/** A quantity at these indices as the formulas of the network print it. */
function labelIn({ notation }: Network, name: string, terms: readonly IndexTerm[]): Label {
  const named = terms.map((term) => nameIndices(term, String));
  const printed = notation.reference(name, named);
  if (printed.kind !== "symbol") throw new Error(`a diagram shows no ${printed.kind}: ${name}`);
  return labelOf(printed.symbol);
}

/** The id of an instance in a diagram, which shows each unit once for all samples. */
const idIn = (layered: LayeredModel, { name, indices }: Instance): string =>
  instanceKey({
    name,
    indices: isSampled(layered, quantityOf(layered.model, name)) ? indices.slice(1) : indices,
  });

const counting = (size: number): readonly number[] => Array.from({ length: size }, (_, i) => i + 1);

interface Drawing {
  readonly network: Network;
  readonly layered: LayeredModel;
}

const named = ({ network }: Drawing, name: string, indices: readonly number[]): Named => ({
  id: instanceKey({ name, indices }),
  label: labelIn(network, name, indices.map(integerTerm)),
});

function layerNodes(drawing: Drawing, layer: LinearLayer): readonly DiagramNode[] {
  const output = layer.activations.at(-1);
  return counting(layer.outputs).map((unit) => ({
    ...named(drawing, layer.preActivation, [unit]),
    ...(output !== undefined && { output: named(drawing, output, [unit]) }),
    ...(layer.bias && { bias: named(drawing, layer.bias.name, layer.bias.isShared ? [] : [unit]) }),
  }));
}

/** Of a wide layer few edges are drawn, so that labels wait until they are asked for. */
function layerEdges(drawing: Drawing, layer: LinearLayer, from: string): readonly Edge[] {
  return counting(layer.outputs).flatMap((row) =>
    counting(layer.inputs).map((column) => ({
      id: instanceKey({ name: layer.weight, indices: [row, column] }),
      get label() {
        return named(drawing, layer.weight, [row, column]).label;
      },
      from: instanceKey({ name: from, indices: [column] }),
      to: instanceKey({ name: layer.preActivation, indices: [row] }),
    })),
  );
}

const idsOf = ({ id, output }: DiagramNode): readonly string[] => (output ? [id, output.id] : [id]);

/** A layered network as a diagram: a column for each layer, the loss last. */
export function layeredGraphOf(
  network: Network,
  layered: LayeredModel,
  highlight?: Highlight,
): LayeredGraph {
  const drawing = { network, layered };
  const [first] = layered.linearLayers;
  const inputs = counting(first?.inputs ?? 0);
  const columns: Column[] = [
    { nodes: inputs.map((unit) => ({ ...named(drawing, "x", [unit]), kind: "given" as const })) },
  ];
  const edges: Edge[] = [];
  let before = layered.firstActivations.at(-1) ?? "x";
  if (before !== "x") {
    const name = before;
    columns.push({ nodes: inputs.map((unit) => named(drawing, name, [unit])) });
    for (const unit of inputs)
      edges.push({ id: `x>${unit}`, from: `x[${unit}]`, to: `${name}[${unit}]` });
  }
  for (const layer of layered.linearLayers) {
    columns.push({ nodes: layerNodes(drawing, layer) });
    edges.push(...layerEdges(drawing, layer, before));
    before = layer.activations.at(-1) ?? layer.preActivation;
  }
  const loss = layered.model.loss;
  columns.push({ nodes: [{ ...named(drawing, loss, []), kind: "loss" }] });
  const outputs = layered.linearLayers.at(-1)?.outputs ?? inputs.length;
  for (const unit of counting(outputs))
    edges.push({ id: `${before}[${unit}]>${loss}`, from: `${before}[${unit}]`, to: loss });
  if (!highlight) return { columns, edges };
  const ids = new Set(columns.flatMap(({ nodes }) => nodes.flatMap(idsOf)));
  const idOf = (instance: Instance): string => idIn(layered, instance);
  return { columns, edges, highlight: highlightIds(highlight, ids, edges, idOf) };
}

const isGiven = ({ pieces }: Quantity): boolean => pieces.every(({ kind }) => kind === "data");

function definitionEdges({ model }: Network, quantity: Quantity): readonly Edge[] {
  const own = quantity.pieces.some(
    (piece) => piece.kind === "formula" && quantitiesIn(piece.right).has(quantity.name),
  );
  return [...readsOf(quantity), ...(own ? [quantity.name] : [])]
    .filter((name) => model.quantities.has(name))
    .map((name) => {
      const shifts = shiftsOf(quantity, name);
      const ends = { id: `${name}>${quantity.name}`, from: name, to: quantity.name };
      return shifts.length === 0 ? ends : { ...ends, label: labelOfTerms(shifts) };
    });
}

/** Any model as a diagram of its quantities: an arrow from each quantity to those that use it. */
export function definitionGraphOf(network: Network, highlight?: Highlight): DefinitionGraph {
  const { model } = network;
  const quantities = quantitiesInOrder(model);
  const nodes = quantities.map((quantity): DiagramNode => {
    const { name } = quantity;
    const label = labelIn(
      network,
      name,
      quantity.axes.map(({ index }) => plainIndex(index)),
    );
    const kind = name === model.loss ? "loss" : isGiven(quantity) ? "given" : "unit";
    return { id: name, label, kind };
  });
  const edges = quantities.flatMap((quantity) => definitionEdges(network, quantity));
  if (!highlight) return { nodes, edges };
  const ids = new Set(nodes.map(({ id }) => id));
  return { nodes, edges, highlight: highlightIds(highlight, ids, edges, ({ name }) => name) };
}
