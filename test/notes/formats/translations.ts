import type { Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import type { Translated } from "../../../src/notes/formats/format.js";

/** The tree of a Markdown text, without places, as a document that was built and not read. */
export function tree(markdown: string): Root {
  const parsed = unified().use(remarkParse).use(remarkGfm).use(remarkMath).parse(markdown);
  return JSON.parse(
    JSON.stringify(parsed, (key, value) => (key === "position" ? undefined : value)),
  );
}

export const english = (root: Root): Translated => ({
  language: { tag: "en", name: "English", contents: "Contents" },
  root,
});

export const chinese = (root: Root): Translated => ({
  language: { tag: "zh-Hans", name: "中文", contents: "目录" },
  root,
});
