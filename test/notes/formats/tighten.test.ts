import type { Root } from "hast";
import { h } from "hastscript";
import { describe, expect, it } from "vitest";
import { tighten } from "../../../src/notes/formats/tighten.js";

const tightened = (text: string): unknown => {
  const root: Root = { type: "root", children: [h("p", text)] };
  tighten(root);
  return root;
};
const page = (text: string): unknown => ({ type: "root", children: [h("p", text)] });

describe("a page has no space between a formula and full-width punctuation", () => {
  it.each([
    [" ，用新参数计算得 ", "，用新参数计算得 "],
    ["路径 1，从损失往回看： ", "路径 1，从损失往回看："],
    [" 是加权和： ", " 是加权和："],
    [" (not in English) ", " (not in English) "],
    ["（ ", "（"],
  ])("%j is set as %j", (text, expected) => {
    expect(tightened(text)).toEqual(page(expected));
  });
});
