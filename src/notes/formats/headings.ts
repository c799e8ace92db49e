import type { Heading, Nodes, Root } from "mdast";
import { visit } from "unist-util-visit";

/** The words of a node in one language; a formula reads as its TeX. */
export function wordsOf(node: Nodes, language: string): string {
  if (node.type === "variants") {
    const words = node.variants.find((variant) => variant.language === language)?.children ?? [];
    return words.map((word) => wordsOf(word, language)).join("");
  }
  if ("value" in node) return node.value;
  if (!("children" in node)) return "";
  const children: readonly Nodes[] = node.children;
  return children.map((child) => wordsOf(child, language)).join("");
}

/** Letters and digits, joined by hyphens: `The chain of $w_5$` is `the-chain-of-w-5`. */
const slug = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** Gives each heading an id from its words, numbered where two headings read alike. */
export function identifyHeadings(root: Root, language: string): void {
  const taken = new Map<string, number>();
  visit(root, "heading", (heading: Heading) => {
    const wish = slug(wordsOf(heading, language)) || "section";
    const count = (taken.get(wish) ?? 0) + 1;
    taken.set(wish, count);
    const id = count === 1 ? wish : `${wish}-${count}`;
    heading.data = { ...heading.data, hProperties: { id } };
  });
}

/** The words of the first heading of depth 1. */
export function titleOf(root: Root, language: string): string {
  const title = root.children.find((node) => node.type === "heading" && node.depth === 1);
  return title ? wordsOf(title, language) : "";
}
