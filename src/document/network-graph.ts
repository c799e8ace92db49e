import { quantitiesIn } from "../algebra/depends.js";
import type { Highlight } from "../lesson/block.js";
import { type Instance, instanceKey, type Quantity, quantityOf } from "../model/model.js";
import { quantitiesInOrder, readsOf } from "../model/order.js";
import type { LayeredModel, LinearLayer } from "../network/layered.js";
import type { Network } from "../network/network.js";
import { isSampled } from "../network/samples.js";
import type {
  Column,
  DefinitionGraph,
  DiagramNode,
  Edge,
  Label,
  LayeredGraph,
} from "./diagram/graph.js";

/** `w5` is w with the subscript 5, `net_h1` is net with h1, `W[1,2]` is W with 1,2. */
function labelOf(name: string): Label {
  const [, base = name, sub] = /^(\p{L}+)_?(.*)$/u.exec(name) ?? [];
  const plain = sub?.replace(/[[\]]/g, "");
  return plain ? { base, sub: plain } : { base };
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

const named = ({ network, layered }: Drawing, name: string, indices: readonly number[]) => {
  const quantity = quantityOf(layered.model, name);
  const sample = isSampled(layered, quantity) ? [1] : [];
  const label = labelOf(network.names.nameOf({ name, indices: [...sample, ...indices] }));
  return { id: instanceKey({ name, indices }), label };
};

function layerNodes(drawing: Drawing, layer: LinearLayer): readonly DiagramNode[] {
  const output = layer.activations.at(-1);
  return counting(layer.outputs).map((unit) => ({
    ...named(drawing, layer.preActivation, [unit]),
    ...(output !== undefined && { output: named(drawing, output, [unit]) }),
    ...(layer.bias && { bias: named(drawing, layer.bias.name, layer.bias.isShared ? [] : [unit]) }),
  }));
}

function layerEdges(drawing: Drawing, layer: LinearLayer, from: string): readonly Edge[] {
  return counting(layer.outputs).flatMap((row) =>
    counting(layer.inputs).map((column) => ({
      ...named(drawing, layer.weight, [row, column]),
      from: instanceKey({ name: from, indices: [column] }),
      to: instanceKey({ name: layer.preActivation, indices: [row] }),
    })),
  );
}

/** The ids that a walk passes; an edge of the diagram carries a weight, so it is known by its ends. */
function highlightOf(
  layered: LayeredModel,
  edges: readonly Edge[],
  highlight: Highlight,
): ReadonlySet<string> {
  const ids = new Set(highlight.instances.map((instance) => idIn(layered, instance)));
  const used = new Set(
    highlight.edges.map(({ from, to }) => `${idIn(layered, to)}>${idIn(layered, from)}`),
  );
  const target = idIn(layered, highlight.target);
  for (const edge of edges)
    if (edge.id === target || used.has(`${edge.from}>${edge.to}`)) ids.add(edge.id);
  return ids;
}

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
  columns.push({ nodes: [{ id: loss, label: { base: loss }, kind: "loss" }] });
  const outputs = layered.linearLayers.at(-1)?.outputs ?? inputs.length;
  for (const unit of counting(outputs))
    edges.push({ id: `${before}[${unit}]>${loss}`, from: `${before}[${unit}]`, to: loss });
  return {
    columns,
    edges,
    ...(highlight && { highlight: highlightOf(layered, edges, highlight) }),
  };
}

const isGiven = ({ pieces }: Quantity): boolean => pieces.every(({ kind }) => kind === "data");

/** Any model as a diagram of its quantities: an arrow from each quantity to those that use it. */
export function definitionGraphOf({ model }: Network, highlight?: Highlight): DefinitionGraph {
  const quantities = quantitiesInOrder(model);
  const axesOf = ({ axes }: Quantity): string => axes.map(({ index }) => index).join(",");
  const nodes = quantities.map((quantity): DiagramNode => {
    const label = labelOf(quantity.name);
    const sub = [label.sub, axesOf(quantity)].filter((part) => part).join(",");
    const kind = quantity.name === model.loss ? "loss" : isGiven(quantity) ? "given" : "unit";
    return { id: quantity.name, label: sub ? { base: label.base, sub } : label, kind };
  });
  const edges = quantities.flatMap((quantity) => {
    const own = quantity.pieces.some(
      (piece) => piece.kind === "formula" && quantitiesIn(piece.right).has(quantity.name),
    );
    return [...readsOf(quantity), ...(own ? [quantity.name] : [])]
      .filter((name) => model.quantities.has(name))
      .map((name): Edge => ({ id: `${name}>${quantity.name}`, from: name, to: quantity.name }));
  });
  if (!highlight) return { nodes, edges };
  const ids = new Set(highlight.instances.map(({ name }) => name));
  for (const { from, to } of highlight.edges) ids.add(`${to.name}>${from.name}`);
  return { nodes, edges, highlight: ids };
}
