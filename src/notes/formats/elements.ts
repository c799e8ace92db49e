import type { Element, ElementContent, Root as HastRoot } from "hast";
import { h } from "hastscript";
import type { Nodes, Root } from "mdast";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkRehype, { type Options } from "remark-rehype";
import { unified } from "unified";
import { SKIP, visit } from "unist-util-visit";
import type { Diagram } from "../drawing/diagram/node.js";
import type { Variants } from "./variants.js";

type Handlers = NonNullable<Options["handlers"]>;
interface State {
  readonly all: (parent: Nodes) => ElementContent[];
  readonly patch: (from: Nodes, to: Element) => void;
}

const formulaIn = (state: State, node: Nodes & { value: string }, kind: string): Element => {
  const element = h("code", { className: ["language-math", kind] }, node.value);
  state.patch(node, element);
  return element;
};

const wordsIn = (state: State, { variants }: Variants): ElementContent[] =>
  variants.map(({ language, children }) =>
    h("span", { lang: language }, state.all({ type: "paragraph", children })),
  );

/** The figure of a diagram; an empty image holds the place of the drawing, which needs no sanitizing. */
function figureOf(state: State, { alt, caption }: Diagram, drawing: number): Element {
  const words = caption ?? [{ type: "text", value: alt } as const];
  const place = h("img", { dataDrawing: drawing });
  const id = `drawing-${drawing}`;
  return h("figure", [
    h("div", { className: "scroll" }, place),
    h("figcaption", { id }, state.all({ type: "paragraph", children: [...words] })),
  ]);
}

const handlers = (drawings: Element[]): Handlers => ({
  inlineMath: (state: State, node) => formulaIn(state, node, "math-inline"),
  math: (state: State, node) => h("div", formulaIn(state, node, "math-display")),
  variants: wordsIn,
  diagram: (state: State, node: Diagram) => figureOf(state, node, drawings.push(node.svg)),
});

const schema = {
  ...defaultSchema,
  tagNames: [...(defaultSchema.tagNames ?? []), "figure", "figcaption"],
  attributes: {
    ...defaultSchema.attributes,
    code: [
      ["className", /^language-./, "math-inline", "math-display"] as [
        string,
        RegExp,
        string,
        string,
      ],
    ],
    div: [["className", "scroll"] as [string, string]],
    img: ["src", "alt", "dataDrawing"],
  },
  clobber: [],
};

/** A document as elements, of which formulas still hold TeX. Raw HTML and dangerous addresses are left out. */
export function elementsOf(document: Root): HastRoot {
  const drawings: Element[] = [];
  const processor = unified()
    .use(remarkRehype, { handlers: handlers(drawings) })
    .use(rehypeSanitize, schema);
  const root = processor.runSync(document) as HastRoot;
  visit(root, "element", ({ tagName, properties }, index, parent) => {
    const number = Number(properties.dataDrawing);
    const svg = drawings[number - 1];
    if (tagName !== "img" || !svg || !parent || index === undefined) return undefined;
    parent.children[index] = {
      ...svg,
      properties: { ...svg.properties, role: "img", ariaLabelledBy: [`drawing-${number}`] },
    };
    return SKIP;
  });
  return root;
}
