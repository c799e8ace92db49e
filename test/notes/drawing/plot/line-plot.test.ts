import type { Element, ElementContent } from "hast";
import { describe, expect, it } from "vitest";
import { type LinePlot, linePlot } from "../../../../src/notes/drawing/plot/line-plot.js";
import { mergeDrawings } from "../../../../src/notes/formats/merge-drawings.js";

const plot: LinePlot = {
  title: "Error against step",
  x: { label: "step", scale: "log" },
  y: { label: "error", scale: "log" },
  series: [
    {
      name: "measured",
      points: [
        [1e-1, 1e-2],
        [1e-2, 1e-4],
        [1e-3, 0],
        [1e-4, 1e-3],
      ],
    },
    {
      points: [
        [1e-1, 1e-2],
        [1e-2, 1e-4],
      ],
      isGuide: true,
    },
  ],
};

const elementsIn = (element: Element): readonly Element[] => [
  element,
  ...element.children.filter((child) => child.type === "element").flatMap(elementsIn),
];

const textIn = (node: ElementContent): string =>
  node.type === "text"
    ? node.value
    : node.type === "element"
      ? node.children.map(textIn).join("")
      : "";

const texts = (drawn: Element): readonly string[] =>
  elementsIn(drawn)
    .filter(({ tagName }) => tagName === "text")
    .map(textIn);

describe("linePlot", () => {
  it("writes the title, both axes with their numbers, and the names of the series", () => {
    expect(texts(linePlot(plot))).toEqual([
      "Error against step",
      ...["0.0001", "0.001", "0.01", "0.1", "step"],
      ...["0.0001", "0.001", "0.01", "error"],
      "measured",
    ]);
  });

  it("leaves out what a logarithmic axis has no place for, and interrupts the line there", () => {
    const drawn = elementsIn(linePlot(plot));
    expect(drawn.filter(({ tagName }) => tagName === "circle")).toHaveLength(3);
    const line = drawn.find(({ properties }) => String(properties.strokeWidth) === "1.8");
    expect(String(line?.properties.d).match(/[ML]/g)).toEqual(["M", "L", "M"]);
  });

  it("draws long series without dots, and nothing where there are no points", () => {
    const long = Array.from({ length: 200 }, (_, step) => [step, 1 / (1 + step)] as const);
    const axes = { x: { label: "", scale: "linear" }, y: { label: "", scale: "linear" } } as const;
    for (const points of [long, []]) {
      const drawn = elementsIn(linePlot({ title: "", ...axes, series: [{ points }] }));
      expect(drawn.some(({ tagName }) => tagName === "circle")).toBe(false);
      expect(JSON.stringify(drawn)).not.toMatch(/NaN|Infinity|null/);
    }
  });

  it("measures the same in every language, so that pages can carry several", () => {
    const chinese = {
      ...plot,
      title: "误差与步长的关系",
      x: { label: "步长", scale: "log" },
    } as const;
    expect(mergeDrawings([linePlot(plot), linePlot(chinese)], ["en", "zh-Hans"])).toBeDefined();
  });
});
