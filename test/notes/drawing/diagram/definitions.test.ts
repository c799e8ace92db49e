import { describe, expect, it } from "vitest";
import { arrange } from "../../../../src/notes/drawing/diagram/arrange.js";
import { definitionDiagram } from "../../../../src/notes/drawing/diagram/definitions.js";
import { closingArrows, ranks } from "../../../../src/notes/drawing/diagram/rank.js";
import { texts, withClass } from "./samples.js";

const arrows = (...pairs: readonly string[]) =>
  pairs.map((pair) => {
    const [from = "", to = ""] = pair.split(">");
    return { id: pair, from, to };
  });

describe("ranks", () => {
  it.each([
    { ids: "abc", pairs: ["a>b", "b>c"], expected: { a: 0, b: 1, c: 2 } },
    { ids: "abc", pairs: ["a>b", "b>c", "a>c"], expected: { a: 0, b: 1, c: 2 } },
    { ids: "abcp", pairs: ["a>b", "b>c", "p>c"], expected: { a: 0, b: 1, c: 2, p: 1 } },
    { ids: "ab", pairs: [], expected: { a: 0, b: 0 } },
  ])("of $pairs", ({ ids, pairs, expected }) => {
    expect(Object.fromEntries(ranks([...ids], arrows(...pairs)))).toEqual(expected);
  });
});

describe("closingArrows", () => {
  it.each([
    { ids: "ab", pairs: ["a>b"], expected: [] },
    { ids: "ab", pairs: ["a>a", "a>b"], expected: ["a>a"] },
    { ids: "abc", pairs: ["a>b", "b>c", "c>a"], expected: ["c>a"] },
  ])("of $pairs are $expected", ({ ids, pairs, expected }) => {
    const closing = closingArrows([...ids], arrows(...pairs));
    expect([...closing].map(({ id }) => id)).toEqual(expected);
  });
});

describe("arrange", () => {
  it("leads a long arrow through every column on its way", () => {
    const [first, second, long] = arrows("a>b", "b>c", "a>c");
    const { routes } = arrange(
      ["a", "b", "c"],
      [first, second, long].filter((each) => each !== undefined),
    );
    expect(long && routes.get(long)?.map(({ rank }) => rank)).toEqual([0, 1, 2]);
  });

  it("uncrosses what can be uncrossed", () => {
    const { columns } = arrange(["a", "b", "c", "d"], arrows("a>d", "b>c"));
    expect(columns.map((column) => column.map(({ id }) => id))).toEqual([
      ["a", "b"],
      ["d", "c"],
    ]);
  });
});

describe("definitionDiagram", () => {
  const node = (id: string) => ({ id, label: { base: id } });
  const graph = {
    nodes: ["x", "w", "h", "E"].map(node),
    edges: arrows("x>h", "w>h", "h>h", "h>E", "E>h", "ghost>E"),
  };

  it("draws each quantity once, and each use between quantities, recurrences too", () => {
    const drawing = definitionDiagram(graph);
    expect(texts(drawing)).toEqual(["x", "w", "h", "E"]);
    expect(withClass(drawing, "edge")).toHaveLength(5);
  });

  it("brings out what is highlighted", () => {
    const drawing = definitionDiagram({ ...graph, highlight: new Set(["w", "w>h", "h", "h>h"]) });
    expect(withClass(drawing, "activeNode")).toHaveLength(2);
    expect(withClass(drawing, "activeEdge")).toHaveLength(2);
  });
});
