import type { Element, Root } from "hast";
import { h } from "hastscript";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { diagramStyle } from "../drawing/diagram-style.js";
import { contentsOf } from "./contents.js";
import { elementsOf } from "./elements.js";
import type { Translated } from "./format.js";
import { identifyHeadings, titleOf } from "./headings.js";
import { type KatexAssets, katexStyle } from "./katex-style.js";
import { layOut } from "./lay-out.js";
import { merge } from "./merge.js";
import { languageStyle, pageStyle } from "./style.js";
import { tighten } from "./tighten.js";
import { typeset } from "./typeset.js";

const tagsOf = (pages: readonly Translated[]): string[] =>
  pages.map(({ language }) => language.tag);

/** The radio buttons that choose a language, before everything that they govern. */
const choices = (pages: readonly Translated[]): Element[] =>
  pages.map(({ language: { tag } }, index) =>
    h("input", {
      type: "radio",
      name: "language",
      id: `language-${tag}`,
      className: "choice",
      checked: index === 0,
    }),
  );

const languageSwitch = (pages: readonly Translated[]): Element =>
  h(
    "div",
    { className: "languages" },
    pages.map(({ language: { tag, name } }) =>
      h("label", { htmlFor: `language-${tag}`, lang: tag }, name),
    ),
  );

/** The table of contents, folded, to be put below the title. */
function foldedContents(article: Root, pages: readonly Translated[]): Element[] {
  const list = contentsOf(article);
  if (!list) return [];
  const words = pages.map(({ language: { tag, contents } }) => h("span", { lang: tag }, contents));
  return [h("nav", h("details", { className: "contents" }, [h("summary", words), list]))];
}

function articleOf(pages: readonly Translated[]): Element {
  const document = merge(pages);
  identifyHeadings(document, tagsOf(pages).sort()[0] ?? "");
  const body = typeset(elementsOf(document));
  layOut(body);
  tighten(body);
  const afterTitle =
    body.children.findIndex((node) => node.type === "element" && node.tagName === "h1") + 1;
  const children = body.children.filter((node) => node.type !== "doctype");
  return h("article", [
    ...children.slice(0, afterTitle),
    ...foldedContents(body, pages),
    ...children.slice(afterTitle),
  ]);
}

function headOf(article: Element, pages: readonly Translated[], assets: KatexAssets): Element {
  const [first] = pages as [Translated];
  const styles = [
    katexStyle(article, assets),
    pageStyle,
    diagramStyle,
    languageStyle(tagsOf(pages)),
  ];
  return h("head", [
    h("meta", { charSet: "utf-8" }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "generator", content: "gradwalk" }),
    h("title", titleOf(first.root, first.language.tag)),
    h("style", styles.join("\n")),
  ]);
}

/**
 * One self-contained HTML file that carries the document in every language given, the first one shown, and
 * each formula once. It needs no script and no network. Throws where the translations do not align.
 */
export function html(pages: readonly Translated[], assets: KatexAssets): string {
  const article = articleOf(pages);
  const several = pages.length > 1;
  const page = h("html", { lang: pages[0]?.language.tag }, [
    headOf(article, pages, assets),
    h("body", h("main", [...(several ? [...choices(pages), languageSwitch(pages)] : []), article])),
  ]);
  return `<!doctype html>\n${unified()
    .use(rehypeStringify)
    .stringify({ type: "root", children: [page] })}\n`;
}
