import { describe, expect, it } from "vitest";
import { merge } from "../../../src/notes/formats/merge.js";
import { chinese, english, tree } from "./translations.js";

const mergeBoth = (first: string, second: string) =>
  merge([english(tree(first)), chinese(tree(second))]);

const misaligned: readonly (readonly [
  title: string,
  first: string,
  second: string,
  error: string,
])[] = [
  [
    "another formula",
    "So $a$.",
    "故 $b$ 。",
    "paragraph 1 > formula 1: inlineMath `a` and inlineMath `b`",
  ],
  [
    "a missing formula",
    "So $a$ $b$",
    "故 $a$",
    "paragraph 1 > formula 2: inlineMath `b` and nothing",
  ],
  ["another block", "a\n\n# b", "甲\n\n乙", "heading 2: heading and paragraph"],
  ["a missing block", "a\n\nb", "甲", "paragraph 2: paragraph and nothing"],
  ["another rank", "## a", "# 甲", "heading 1: heading and heading"],
  ["a deep place", "- a\n- $x$", "- 甲\n- $y$", "list 1 > listItem 2 > paragraph 1 > formula 1"],
];

describe("merge", () => {
  it("puts the words between formulas side by side", () => {
    expect(mergeBoth("so $a$", "故 $a$ 。").children).toMatchObject([
      {
        type: "paragraph",
        children: [
          {
            type: "variants",
            variants: [
              { language: "en", children: [{ value: "so " }] },
              { language: "zh-Hans", children: [{ value: "故 " }] },
            ],
          },
          { type: "inlineMath", value: "a" },
          { type: "variants", variants: [{ language: "zh-Hans", children: [{ value: " 。" }] }] },
        ],
      },
    ]);
  });

  it("keeps formulas inside of emphasis in their place", () => {
    expect(mergeBoth("**so $a$**", "**故 $a$**").children).toMatchObject([
      { children: [{ type: "strong", children: [{ type: "variants" }, { type: "inlineMath" }] }] },
    ]);
  });

  it("leaves a single document as it is", () => {
    const root = tree("# a $x$\n\n- b\n\n$$\nc\n$$\n");
    expect(merge([english(root)])).toEqual(root);
  });

  it.each(misaligned)("names the place of %s", (_title, first, second, error) => {
    expect(() => mergeBoth(first, second)).toThrow(`the translations do not align at ${error}`);
  });
});
