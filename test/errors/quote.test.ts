import { describe, expect, it } from "vitest";
import { quote } from "../../src/errors/quote.js";

const texts: readonly (readonly [text: string, quoted: string])[] = [
  ["sigmiod", "`sigmiod`"],
  ["a\u001b[2Jb\n", "`a<U+001B>[2Jb<U+000A>`"],
  ["w\u200b1", "`w<U+200B>1`"],
  ["权重", "`权重`"],
  ["x".repeat(1000), `\`${"x".repeat(59)}…\``],
];

describe("quote", () => {
  it.each(texts)("shows %j", (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});
