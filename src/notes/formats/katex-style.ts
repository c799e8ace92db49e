import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";

/** What KaTeX ships for browsers; whoever calls knows where it is installed. */
export interface KatexAssets {
  /** The text of `katex.min.css`. */
  readonly css: string;
  /** The base64 text of a font file, such as `KaTeX_Main-Regular.woff2`. */
  readonly font: (file: string) => string;
}

const fontFace = /@font-face\{([^}]*)\}/g;
const anyRule = /([^{}@]+)\{([^{}]*)\}/g;
const className = /\.([\w-]+)/g;

function classesOf(root: Root | Element): ReadonlySet<string> {
  const classes = new Set<string>();
  visit(root, "element", ({ properties }) => {
    if (Array.isArray(properties.className))
      for (const name of properties.className) classes.add(String(name));
  });
  return classes;
}

/** `Main 700 italic`: the font that declarations ask for; KaTeX's text font where they name no family. */
function fontOf(declarations: string): string {
  const family = /KaTeX_(\w+)/.exec(declarations)?.[1] ?? "Main";
  const weight = /font-weight:(700|bold)/.test(declarations) ? "700" : "400";
  const style = /font-style:italic/.test(declarations) ? "italic" : "normal";
  return `${family} ${weight} ${style}`;
}

const choosesFont = /font(-family|-weight|-style)?:/;

/** KaTeX's style sheet with those fonts inlined that the formulas of the page use. */
export function katexStyle(root: Root | Element, { css, font }: KatexAssets): string {
  const classes = classesOf(root);
  const applies = (selector: string): boolean =>
    [...selector.matchAll(className)].every(([, name]) => name !== undefined && classes.has(name));
  const rules = css.replace(fontFace, "");
  const used = new Set<string>();
  for (const [, selectors = "", declarations = ""] of rules.matchAll(anyRule))
    if (choosesFont.test(declarations) && selectors.split(",").some(applies))
      used.add(fontOf(declarations));
  const faces = [...css.matchAll(fontFace)].flatMap(([, declarations = ""]) => {
    const file = /fonts\/([\w-]+\.woff2)/.exec(declarations)?.[1];
    if (file === undefined || !used.has(fontOf(declarations))) return [];
    const source = `src:url(data:font/woff2;base64,${font(file)}) format("woff2")`;
    return `@font-face{${declarations.replace(/src:.*$/, source)}}`;
  });
  return [...faces, rules].join("\n");
}
