import fc from "fast-check";
import { s } from "hastscript";
import type { BlockContent, Nodes, PhrasingContent, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { markdown } from "../../../src/notes/formats/markdown.js";

const text = (value: string): PhrasingContent => ({ type: "text", value });
const formula = (value: string): PhrasingContent => ({ type: "inlineMath", value });
const inlineCode = (value: string): PhrasingContent => ({ type: "inlineCode", value });
const strong = (value: string): PhrasingContent => ({ type: "strong", children: [text(value)] });
const display = (value: string): BlockContent => ({ type: "math", value });
const quote = (block: BlockContent): BlockContent => ({ type: "blockquote", children: [block] });
const paragraph = (...children: PhrasingContent[]): BlockContent => ({
  type: "paragraph",
  children,
});
const document = (...children: Root["children"]): Root => ({ type: "root", children });

const parse = (source: string): Root =>
  unified().use(remarkParse).use(remarkGfm).use(remarkMath).parse(source);

/** What a tree says: without places, without the data for HTML, with neighbouring texts joined. */
function content(node: Nodes): unknown {
  const { position: _position, data: _data, ...rest } = node as Nodes & { meta?: unknown };
  const kept = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => key !== "children" && value != null),
  );
  if (!("children" in node)) return kept;
  const children: Nodes[] = [];
  for (const child of node.children as Nodes[]) {
    const last = children.at(-1);
    if (child.type === "text" && last?.type === "text")
      children[children.length - 1] = { type: "text", value: last.value + child.value };
    else children.push(child);
  }
  return { ...kept, children: children.map(content) };
}

const cases: readonly (readonly [title: string, tree: Root, expected: string])[] = [
  [
    "a display formula stands between blank lines and lone dollars",
    document(
      paragraph(text("The loss:")),
      { type: "math", value: "E = \\tfrac12 (m_1 - t_1)^2" },
      paragraph(text("It is a sum.")),
    ),
    "The loss:\n\n$$\nE = \\tfrac12 (m_1 - t_1)^2\n$$\n\nIt is a sum.\n",
  ],
  [
    "an inline formula keeps its underscores and backslashes",
    document(paragraph(text("权重 "), formula("w_1"), text(" 与 "), formula("\\delta_{o1}"))),
    "权重 $w_1$ 与 $\\delta_{o1}$\n",
  ],
  [
    "names and indices in prose need no escapes",
    document(paragraph(text("net_h1 and W[1,2] and "), formula("x"))),
    "net_h1 and W[1,2] and $x$\n",
  ],
  [
    "what could become a link, emphasis or a formula is escaped",
    document(paragraph(text("[a](b) *c* _d_ $e$"))),
    "\\[a]\\(b) \\*c\\* \\_d\\_ \\$e\\$\n",
  ],
  [
    "a list has dashes",
    document({
      type: "list",
      ordered: false,
      spread: false,
      children: ["one", "two"].map((each) => ({
        type: "listItem",
        spread: false,
        children: [paragraph(text(each))],
      })),
    }),
    "- one\n- two\n",
  ],
  [
    "a table is compact",
    document({
      type: "table",
      align: [null, "right"],
      children: [
        ["parameter", "gradient"],
        ["w", "0.25"],
      ].map((cells) => ({
        type: "tableRow",
        children: cells.map((cell) => ({ type: "tableCell", children: [text(cell)] })),
      })),
    }),
    "| parameter | gradient |\n| - | -: |\n| w | 0.25 |\n",
  ],
  [
    "a diagram is an image beside the document",
    document({ type: "diagram", svg: s("svg"), file: "network.svg", alt: "The network" }),
    "![The network](network.svg)\n",
  ],
];

describe("markdown", () => {
  it.each(cases)("%s", (_title, tree, expected) => {
    expect(markdown(tree)).toBe(expected);
  });

  const pieces = ["w_1", "a[1,2]", " _x_ ", "*", "[", "](", "$", "\\", "~", "<b>", "权重，", "1."];
  const inline: fc.Arbitrary<PhrasingContent> = fc.oneof(
    fc
      .array(fc.constantFrom(...pieces, "so ", "a b"), { minLength: 1, maxLength: 4 })
      .map((each) => text(`x${each.join("")}x`)),
    fc.constantFrom("w_1", "\\frac{a}{b}", "\\sigma(x_{i})", "a \\ast b").map(formula),
    fc.constantFrom("net_h1", "W[1,2]").map(inlineCode),
    fc.constantFrom("old", "注意").map(strong),
  );
  const sentence = fc
    .array(inline, { minLength: 1, maxLength: 5 })
    .map((parts) => paragraph(...parts.flatMap((part) => [text(" "), part]).slice(1)));
  const block: fc.Arbitrary<BlockContent> = fc.oneof(
    sentence,
    fc.constantFrom("E = 1", "\\begin{aligned}\na &= b \\\\\n&= c\n\\end{aligned}").map(display),
    sentence.map(quote),
  );

  it("parses back into the tree that it came from", () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), (blocks) => {
        const tree = document(...blocks);
        expect(content(parse(markdown(tree)))).toEqual(content(tree));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
