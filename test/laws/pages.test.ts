import katex from "katex";
import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { markdown } from "../../src/notes/formats/markdown.js";
import { unportable } from "../../src/notes/formats/portable.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { reportOf } from "../support/documents.js";
import { mathIn } from "../support/markdown-math.js";
import { brokenRules } from "../support/markdown-rules.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf, projectFile } from "../support/read.js";

const strictly = {
  strict: "error",
  trust: false,
  throwOnError: true,
  output: "mathml",
  maxExpand: 1000,
} as const;

const typeset = new Map<string, string | undefined>();

/** What KaTeX has against a formula. */
function objection(tex: string, displayMode: boolean): string | undefined {
  const key = `${displayMode} ${tex}`;
  if (!typeset.has(key))
    try {
      katex.renderToString(tex, { ...strictly, displayMode });
      typeset.set(key, undefined);
    } catch (error) {
      typeset.set(key, `${tex}: ${error}`);
    }
  return typeset.get(key);
}

const plainText = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** What a Markdown tree says, without positions and without the borders between neighbouring texts. */
function outline(node: Nodes): unknown {
  if (node.type === "diagram") return { image: node.file, alt: node.alt };
  if (node.type === "image") return { image: node.url, alt: node.alt };
  if (node.type === "paragraph" && node.children.length === 1 && node.children[0]?.type === "image")
    return outline(node.children[0]);
  if (!("children" in node))
    return "value" in node ? [node.type, plainText(node.value)] : [node.type];
  const parts: unknown[] = [];
  let text = "";
  for (const child of node.children) {
    if (child.type === "text") text += child.value;
    else {
      if (text) parts.push(plainText(text));
      text = "";
      parts.push(outline(child));
    }
  }
  if (text) parts.push(plainText(text));
  return [node.type, "depth" in node ? node.depth : 0, ...parts];
}

const parsed = (text: string): Root =>
  unified().use(remarkParse).use(remarkGfm).use(remarkMath).parse(text);

/** Every law about the pages of a file, in both languages. */
function checkPages(file: object): void {
  const { documents, relations } = reportOf(networkOf(file));
  expect(relations.failed).toEqual([]);
  const texts = documents.map(({ root }) => markdown(root));
  const formulas = texts.map(mathIn);
  for (const [place, text] of texts.entries()) {
    const root = documents[place]?.root ?? { type: "root", children: [] };
    expect(brokenRules(text)).toEqual([]);
    expect(unportable(root)).toEqual([]);
    expect(outline(parsed(text))).toEqual(outline(root));
  }
  for (const other of formulas.slice(1)) expect(other).toEqual(formulas[0]);
  const all = formulas[0] ?? [];
  expect(all.length).toBeGreaterThan(20);
  expect(all.flatMap(({ tex, kind }) => objection(tex, kind === "display") ?? [])).toEqual([]);
}

const seeds = Array.from({ length: 20 }, (_, place) => 500 + place);

describe("pages keep the rules of Markdown, typeset, and agree in both languages", () => {
  it.each(["article", "mazur", "rnn"])("examples/%s.yaml", (name) => {
    checkPages(parse(projectFile(`examples/${name}.yaml`)) as object);
  });

  it.each(seeds)("random network %i", (seed) => {
    checkPages(randomLayered(seed, { mostWidth: 3, optimizer: { sgd: { lr: 0.1 } } }));
  });

  it.each(equationCases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    checkPages(equationFile(each, 3));
  });
});

describe("the rules of Markdown", () => {
  it.each([
    ["a $x$ b\n", 0],
    ["a $x$b\n", 1],
    ["量 $x$ 。\n", 0],
    ["量$x$。\n", 1],
    ["a $ x$ b\n", 1],
    ["a $x_{1}_2$ b\n", 1],
    ["a $x\\,y$ b\n", 1],
    ["a $x|y$ b\n", 1],
    ["a\n\n$$\nx\n$$\n\nb\n", 0],
    ["a\n$$\nx\n$$\n\nb\n", 1],
    ["a\n\n$$\nx\n\ny\n$$\n\nb\n", 1],
    ["a\n\n$$\nx\n= y\n$$\n\nb\n", 1],
    ["a\n\n$$\nx\n$$\nb\n", 1],
    ["a $$x$$ b\n", 1],
    ["a $x$ b", 1],
    ["a $损失$ b\n", 1],
  ])("%j breaks %i", (page, count) => {
    expect(brokenRules(page).length).toBeGreaterThanOrEqual(count);
    if (count === 0) expect(brokenRules(page)).toEqual([]);
  });
});
