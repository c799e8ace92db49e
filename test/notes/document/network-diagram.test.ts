import { describe, expect, it } from "vitest";
import type { Instance } from "../../../src/math/model/model.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";
import { definitionGraphOf, layeredGraphOf } from "../../../src/notes/document/network-graph.js";

const networkOf = (text: string) => buildNetwork(readSpec(text, catalog));

const batch = (notation: string) =>
  networkOf(`
inputs: [[0.5, -0.2], [0.3, 0.8]]
targets: [[1], [0]]
notation: ${notation}
layers:
  - linear: { weight: [[0.1, 0.2], [0.4, -0.5]], bias: [0.1, 0] }
  - sigmoid
  - linear: { weight: [[0.3, -0.6]], bias: 0.1 }
loss: mse
`);

const at = (name: string, ...indices: readonly number[]): Instance => ({ name, indices });

describe("layeredGraphOf", () => {
  it.each([
    {
      notation: "indexed",
      input: { base: "x", sub: "1" },
      unit: { base: "z", sub: "1", sup: "(1)" },
      weight: { base: "W", sub: "1,1", sup: "(1)" },
    },
    {
      notation: "article",
      input: { base: "i", sub: "1" },
      unit: { base: "h", sub: "1" },
      weight: { base: "w", sub: "1" },
    },
    {
      notation: "mazur",
      input: { base: "i", sub: "1" },
      unit: { base: "net", sub: "h1" },
      weight: { base: "w", sub: "1" },
    },
  ])("names units of a batch as its $notation formulas, without the sample", (expected) => {
    const network = batch(expected.notation);
    if (!network.layered) throw new Error("a layered file has layers");
    const { columns, edges } = layeredGraphOf(network, network.layered);
    expect(columns[0]?.nodes[0]?.label).toEqual(expected.input);
    expect(columns[1]?.nodes[0]?.label).toEqual(expected.unit);
    expect(edges[0]?.label).toEqual(expected.weight);
  });

  it("leads a walk through the losses of the samples, which are not drawn", () => {
    const network = batch("indexed");
    if (!network.layered) throw new Error("a layered file has layers");
    const edges = [1, 2].flatMap((sample) => [
      { from: at("E"), to: at("L", sample) },
      { from: at("L", sample), to: at("z2", sample, 1) },
      { from: at("z2", sample, 1), to: at("W2", 1, 1) },
    ]);
    const instances = [at("E"), ...edges.map(({ to }) => to)];
    const { highlight } = layeredGraphOf(network, network.layered, {
      target: at("W2", 1, 1),
      instances,
      edges,
    });
    expect(highlight?.has("z2[1]>E")).toBe(true);
    expect(highlight?.has("W2[1,1]")).toBe(true);
    expect(highlight?.has("W2[1,2]")).toBe(false);
  });
});

describe("definitionGraphOf", () => {
  it("names the shift of a recurrence on its loop", () => {
    const network = networkOf(`
given: { x: [0.1, 0.2, 0.3] }
parameters: { w: 0.4 }
equations:
  h[0]: 0
  h[t]: tanh(w*h[t-1] + x[t])
  E: sum(t, h[t]^2)
loss: E
`);
    const { nodes, edges } = definitionGraphOf(network);
    expect(nodes.find(({ id }) => id === "h")?.label).toEqual({ base: "h", sub: "t" });
    expect(edges.filter(({ label }) => label).map(({ id, label }) => [id, label?.base])).toEqual([
      ["h>h", "t−1"],
    ]);
  });
});
