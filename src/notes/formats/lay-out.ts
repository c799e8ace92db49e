import type { Element, ElementContent, Root } from "hast";
import { h } from "hastscript";
import { visit } from "unist-util-visit";

/** Inline formulas of at most so many characters are not broken over two lines. */
const shortFormula = 22;

const hasClass = (node: ElementContent | undefined, name: string): boolean =>
  node?.type === "element" &&
  Array.isArray(node.properties.className) &&
  node.properties.className.includes(name);

const textOf = (node: ElementContent): string => {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
};

const keepWhole = (formula: Element): void => {
  const visible = formula.children.find((child) => hasClass(child, "katex-html"));
  if (visible && [...textOf(visible)].length <= shortFormula)
    formula.properties.className = ["katex", "whole"];
};

/**
 * Gives tables and display formulas a box in which they scroll where they are too wide, so that the page
 * never does, and keeps short inline formulas on one line.
 */
export function layOut(root: Root): void {
  visit(root, "element", (element, index, parent) => {
    if (hasClass(element, "katex")) {
      if (parent?.type !== "element" || !hasClass(parent, "katex-display")) keepWhole(element);
      return;
    }
    const boxed = parent?.type === "element" && hasClass(parent, "scroll");
    if (element.tagName === "div" && hasClass(element.children[0], "katex-display"))
      element.properties.className = ["scroll"];
    if (element.tagName === "table" && parent && index !== undefined && !boxed)
      parent.children[index] = h("div", { className: "scroll", tabIndex: 0 }, element);
  });
}
