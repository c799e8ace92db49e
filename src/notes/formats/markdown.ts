import type { Nodes, Root, RootContent } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkStringify, { type Options } from "remark-stringify";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import type { Diagram } from "../drawing/diagram/node.js";

type Handlers = NonNullable<Options["handlers"]>;
type TextHandler = NonNullable<Handlers["text"]>;

/** Brackets that Markdown could take for a link, a footnote or a task. */
const bracketOfLink = /\]\(|\[\^|^\[[ xX]\]/;

/** Whether no text of the document needs an escaped `[`: nothing is defined, and nothing looks like a link. */
function bracketsAreText(root: Root): boolean {
  let harmless = true;
  visit(root, (node: Nodes, index, parent) => {
    if (node.type === "definition" || node.type === "footnoteDefinition") harmless = false;
    if (node.type !== "text") return;
    const next = parent?.children[(index ?? 0) + 1];
    const whole = next?.type === "text" ? node.value + next.value : node.value;
    if (bracketOfLink.test(whole)) harmless = false;
  });
  return harmless;
}

/** An escaped underscore between two letters or digits, where it cannot open or close emphasis. */
const underscoreInWord = /(?<=[\p{L}\p{N}])\\_(?=[\p{L}\p{N}])/gu;
const escapedBracket = /(?<!\\)\\\[/g;

/** Escapes text as remark does, less what needs none: `net_h1` and `w[1,2]` stay readable. */
const textHandler =
  (bracketsHarmless: boolean): TextHandler =>
  (node: { value: string }, _parent, state, info) => {
    const escaped = state.safe(node.value, info).replace(underscoreInWord, "_");
    return bracketsHarmless ? escaped.replace(escapedBracket, "[") : escaped;
  };

const imageOf = ({ alt, file }: Diagram): RootContent => ({
  type: "paragraph",
  children: [{ type: "image", url: file, alt }],
});

/** The tree with an image in the place of each diagram. */
function withImages<Parent extends Nodes>(node: Parent): Parent {
  if (!("children" in node)) return node;
  const children = node.children.map((child) =>
    child.type === "diagram" ? imageOf(child) : withImages(child),
  );
  return { ...node, children };
}

/**
 * A document as Markdown that renders alike on GitHub, in editors and in notebooks: display formulas on
 * lines of their own between `$$`, lists with `-`, compact tables.
 */
export function markdown(root: Root): string {
  const tree = withImages(root);
  return unified()
    .use(remarkGfm, { tablePipeAlign: false })
    .use(remarkMath)
    .use(remarkStringify, {
      bullet: "-",
      emphasis: "*",
      strong: "*",
      fence: "`",
      fences: true,
      listItemIndent: "one",
      rule: "-",
      resourceLink: true,
      handlers: { text: textHandler(bracketsAreText(tree)) } as Handlers,
    })
    .stringify(tree);
}
