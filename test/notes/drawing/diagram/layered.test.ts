import { describe, expect, it } from "vitest";
import type { Box } from "../../../../src/notes/drawing/diagram/geometry.js";
import { overlap } from "../../../../src/notes/drawing/diagram/geometry.js";
import { layeredDiagram } from "../../../../src/notes/drawing/diagram/layered.js";
import { descendants, layersOf, texts, withClass } from "./samples.js";

const numberOf = (value: unknown): number => Number(value);

const boxOfRect = (properties: Readonly<Record<string, unknown>>): Box => {
  const [width, height] = [numberOf(properties.width), numberOf(properties.height)];
  return {
    x: numberOf(properties.x) + width / 2,
    y: numberOf(properties.y) + height / 2,
    width,
    height,
  };
};

describe("layeredDiagram", () => {
  it("shows every unit, every edge and every weight of a small network", () => {
    const drawing = layeredDiagram(layersOf(2, 2, 2));
    expect(withClass(drawing, "unit")).toHaveLength(6);
    expect(withClass(drawing, "edge")).toHaveLength(8);
    expect(texts(drawing).filter((text) => text === "w")).toHaveLength(8);
    expect(texts(drawing).filter((text) => text !== "w")).toEqual([
      "a1",
      "a2",
      "b1",
      "b2",
      "c1",
      "c2",
    ]);
  });

  it.each([
    [2, 2, 2],
    [3, 3, 1],
    [4, 4],
    [1, 5, 1],
  ])("never puts a weight on another weight or on a node (%s)", (...widths) => {
    const drawing = layeredDiagram(layersOf(...widths));
    const boxes = [...withClass(drawing, "sheet"), ...withClass(drawing, "unit")].map(
      ({ properties }) => boxOfRect(properties),
    );
    for (const [index, box] of boxes.entries())
      for (const other of boxes.slice(0, index)) expect(overlap(box, other)).toBe(false);
  });

  it("leaves weights out where there are too many", () => {
    expect(texts(layeredDiagram(layersOf(5, 5)))).not.toContain("w");
  });

  it("abbreviates wide layers and says how wide they are", () => {
    const drawing = layeredDiagram(layersOf(784, 128, 10));
    expect(texts(drawing)).toEqual(
      expect.arrayContaining(["a1", "a784", "⋮", "n = 784", "n = 128"]),
    );
    expect(withClass(drawing, "unit")).toHaveLength(15);
  });

  it("keeps a highlighted unit of a wide layer, and dims the rest", () => {
    const highlight = new Set(["a49", "b0", "a49>b0"]);
    const drawing = layeredDiagram({ ...layersOf(100, 1), highlight });
    expect(texts(drawing)).toContain("a50");
    expect(withClass(drawing, "activeNode")).toHaveLength(2);
    expect(withClass(drawing, "activeEdge")).toHaveLength(1);
    const dimmed = descendants(drawing).filter(({ properties }) => properties.opacity === "0.3");
    expect(dimmed.length).toBeGreaterThan(5);
  });

  it("names a unit and its output, its bias above it and values below", () => {
    const drawing = layeredDiagram({
      columns: [
        {
          title: "hidden",
          nodes: [
            {
              id: "h1",
              label: { base: "h", sub: "1" },
              output: { id: "k1", label: { base: "k", sub: "1" }, value: "0.59" },
              bias: { id: "b1", label: { base: "b", sub: "1" }, value: "0.35" },
            },
          ],
        },
        { nodes: [{ id: "E", label: { base: "E" }, kind: "loss" }] },
      ],
      edges: [{ id: "kE", from: "k1", to: "E" }],
      highlight: new Set(["k1", "b1", "E", "kE"]),
    });
    expect(texts(drawing)).toEqual(["b1", "0.35", "h1", "k1", "0.59", "E", "hidden"]);
    expect(withClass(drawing, "activeEdge")).toHaveLength(2);
  });

  it("dims a bias that the way through its node does not use", () => {
    const bias = { id: "b1", label: { base: "b" } };
    const node = { id: "h1", label: { base: "h" }, bias };
    const drawing = layeredDiagram({
      columns: [{ nodes: [node] }],
      edges: [],
      highlight: new Set(["h1"]),
    });
    const dimmed = descendants(drawing).filter(({ properties }) => properties.opacity === "0.3");
    expect(dimmed.flatMap(texts)).toEqual(["b"]);
  });

  it("names an active edge where there are too many edges for all names", () => {
    const highlight = new Set(["a0", "b0", "a0>b0"]);
    const drawing = layeredDiagram({ ...layersOf(5, 5), highlight });
    expect(texts(drawing).filter((text) => text === "w")).toHaveLength(1);
  });

  it("measures the same whatever its titles say, so that translations fit together", () => {
    const [short, long] = ["输入", "the input layer"].map((title) => {
      const { columns, edges } = layersOf(2, 2);
      return layeredDiagram({ columns: columns.map((column) => ({ ...column, title })), edges });
    });
    expect(short?.properties).toEqual(long?.properties);
  });

  it("has no ids, so that a page may hold several", () => {
    const drawing = layeredDiagram(layersOf(2, 3));
    expect(descendants(drawing).filter(({ properties }) => properties.id)).toEqual([]);
  });
});
