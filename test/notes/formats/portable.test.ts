import { describe, expect, it } from "vitest";
import { unportable } from "../../../src/notes/formats/portable.js";
import { tree } from "./translations.js";

const cases: readonly (readonly [markdown: string, problem: string])[] = [
  ["$a|b$", "has a bare `|`"],
  ["$a_{b}_c$", "has `}_`"],
  ["$a*b$", "has `*` or `~`"],
  ["$a\\,b$", "has an escaped punctuation mark"],
  ["$a<b$", "has `<` before a letter"],
  ["权重$w$ 。", "has no space between it and Chinese"],
  ["权重 $w$。", "has no space between it and Chinese"],
  ["$w$s", "is followed by a letter or a digit"],
  ["$损失$", "has Chinese outside of `\\text`"],
  ["$$\na\n+ b\n$$", "has a line that begins like a list, quote or heading"],
  ["$$\na\n\nb\n$$", "has an empty line"],
  ["> $$\n> a\n> $$", "stands inside a quote"],
];

const clean = [
  "权重 $w_1$ ， $\\text{损失} \\lt 1$ 。",
  "$$\n\\begin{aligned}\na &= b \\\\\n&= c + \\text{损失}\n\\end{aligned}\n$$",
  "| a |\n| - |\n| $\\frac{a}{b}$ |",
];

describe("unportable", () => {
  it.each(cases)("%j %s", (markdown, problem) => {
    const problems = unportable(tree(markdown));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^the formula `/);
    expect(problems[0]).toContain(problem);
  });

  it.each(clean)("finds nothing in %j", (markdown) => {
    expect(unportable(tree(markdown))).toEqual([]);
  });
});
