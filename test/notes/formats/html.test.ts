import { s } from "hastscript";
import type { Root } from "mdast";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors/problem.js";
import { html } from "../../../src/notes/formats/html.js";
import { formats } from "../../../src/notes/formats/index.js";
import { katexAssets } from "./katex-assets.js";
import { chinese, english, tree } from "./translations.js";

const drawing = (words: string): Root["children"][number] => ({
  type: "diagram",
  svg: s("svg", { viewBox: "0 0 9 9" }, s("text", { x: 1 }, words)),
  file: "network.svg",
  alt: `A drawing: ${words}`,
});

const first = tree(`# The loss $E$

The loss is $E$ and *small*.

## Forward

$$
k = \\sigma(h)
$$

| name | value |
| - | -: |
| $w_1$ | 0.15 |

## Backward

Unsafe [link](javascript:alert(1)) and <b>raw</b>.
`);
const second = tree(`# 损失 $E$

损失 $E$ *很小* 。

## 前向

$$
k = \\sigma(h)
$$

| 名称 | 值 |
| - | -: |
| $w_1$ | 0.15 |

## 反向

危险的[链接](javascript:alert(1))和<b>标签</b>。
`);
first.children.push(drawing("input"));
second.children.push(drawing("输入"));

const page = html([english(first), chinese(second)], katexAssets);
const count = (text: string, part: string | RegExp): number => text.split(part).length - 1;
const body = page.slice(page.indexOf("<body>"));

describe("html", () => {
  it("carries each formula once, besides the words of every language", () => {
    expect(count(body, "<annotation")).toBe(4);
    expect(count(body, "katex-display")).toBe(1);
    expect(body).toContain('<span lang="en">The loss is </span><span lang="zh-Hans">损失 </span>');
  });

  it("keeps what all languages share without a language", () => {
    expect(count(body, "<table>")).toBe(1);
    expect(count(body, ">0.15<")).toBe(1);
  });

  it("draws a diagram once, with its words and its caption in every language", () => {
    expect(count(body, "<svg")).toBe(1);
    expect(body).toContain('<tspan lang="en">input</tspan><tspan lang="zh-Hans">输入</tspan>');
    expect(body).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="drawing-1"/);
    expect(body).toMatch(/<figcaption id="drawing-1"><span lang="en">A drawing: input<\/span>/);
  });

  it("shows the first language, and offers each in a choice without script", () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en"><head>/);
    expect(body).toMatch(/id="language-en"[^>]* checked/);
    expect(body).not.toMatch(/id="language-zh-Hans"[^>]* checked/);
    expect(page).toContain('#language-en:not(:checked) ~ article [lang="en"] { display: none; }');
    expect(page).not.toContain("<script");
  });

  it("lists its sections under ids that do not depend on the language shown first", () => {
    expect(body).toContain('<h2 id="forward">');
    expect(body).toContain('<a href="#backward">');
    const other = html([chinese(second), english(first)], katexAssets);
    expect(other).toContain('<h2 id="forward">');
  });

  it("has no switch for one language", () => {
    const single = html([english(first)], katexAssets);
    expect(single).not.toContain('type="radio"');
    expect(single).not.toContain('lang="zh-Hans"');
  });

  it("is self-contained: fonts that the formulas use are inlined, others left out", () => {
    expect(count(page, "@font-face{")).toBe(2);
    expect(page).toMatch(/@font-face\{[^}]*KaTeX_Math[^}]*src:url\(data:font\/woff2;base64,/);
    expect(page).not.toMatch(/url\((?!data:)/);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it("leaves out raw HTML and addresses that run code", () => {
    expect(body).not.toContain("<b>");
    expect(body).not.toContain("javascript:");
  });

  it("is what the format `html` writes, its own language first", () => {
    const documents = [english(first), chinese(second)] as const;
    const written = formats.get("html")?.write(documents[1], documents, { katex: katexAssets });
    expect(written).toMatch(/<html lang="zh-Hans">/);
    expect(written).toMatch(/id="language-zh-Hans"[^>]* checked/);
  });

  it("throws for a formula of ours that KaTeX rejects", () => {
    expect(() => html([english(tree("$x^$"))], katexAssets)).toThrow(
      /cannot typeset a formula: .*x\^/,
    );
  });

  it("reports a formula of a note with its place", () => {
    const root = unified().use(remarkParse).use(remarkMath).parse("One\n\nand $\\nope$.\n");
    const attempt = (): string => html([english(root)], katexAssets);
    expect(attempt).toThrow(InputError);
    try {
      attempt();
    } catch (error) {
      expect((error as InputError).problems).toMatchObject([
        { code: "invalid-tex", place: { line: 3, column: 5 } },
      ]);
    }
  });
});
