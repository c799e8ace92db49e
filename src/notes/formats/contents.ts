import type { Element, ElementContent, Root } from "hast";
import { h } from "hastscript";

/** A copy for the table of contents, in which formulas are not listed as formulas of the page again. */
function copy(node: ElementContent): readonly ElementContent[] {
  if (node.type !== "element") return [node];
  if (node.tagName === "annotation" || node.tagName === "a") return [];
  return [{ ...node, children: node.children.flatMap(copy) }];
}

const entry = ({ properties, children }: Element): Element =>
  h("a", { href: `#${properties.id}` }, children.flatMap(copy));

const isHeading = (node: Root["children"][number]): node is Element =>
  node.type === "element" && (node.tagName === "h2" || node.tagName === "h3");

/** The headings of depth 2, each with those of depth 3 that follow it, as a list of links. */
export function contentsOf(article: Root): Element | undefined {
  const sections: { readonly link: Element; readonly parts: Element[] }[] = [];
  for (const heading of article.children.filter(isHeading)) {
    const last = sections.at(-1);
    if (heading.tagName === "h3" && last) last.parts.push(h("li", entry(heading)));
    else sections.push({ link: entry(heading), parts: [] });
  }
  if (sections.length < 2) return undefined;
  return h(
    "ol",
    sections.map(({ link, parts }) =>
      h("li", [link, ...(parts.length > 0 ? [h("ol", parts)] : [])]),
    ),
  );
}
