import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError, type Problem } from "../../../src/errors/problem.js";
import { parseFormula } from "../../../src/math/formula/parse-formula.js";
import type { FormulaNode } from "../../../src/math/formula/tree.js";
import { show } from "./show.js";

const trees: readonly (readonly [formula: string, tree: string])[] = [
  ["x", "x"],
  ["a + b * c", "(a + (b * c))"],
  ["a - b - c", "((a - b) - c)"],
  ["a / b / c", "((a / b) / c)"],
  ["a / b * c", "((a / b) * c)"],
  ["(a + b) * c", "((a + b) * c)"],
  ["a^b^c", "(a ^ (b ^ c))"],
  ["(a^b)^c", "((a ^ b) ^ c)"],
  ["-x^2", "(-(x ^ 2))"],
  ["2^-x", "(2 ^ (-x))"],
  ["2^-x^2", "(2 ^ (-(x ^ 2)))"],
  ["(-x)^2", "((-x) ^ 2)"],
  ["-2*x", "((-2) * x)"],
  ["a - -b", "(a - (-b))"],
  ["--x", "(-(-x))"],
  ["+x", "x"],
  ["0.10", "0.1"],
  [".5", "0.5"],
  ["1.", "1"],
  ["1e-3", "0.001"],
  ["3E-17*x + 1e-20", "((3e-17 * x) + 1e-20)"],
  ["9007199254740993", "9007199254740993"],
  ["sin(x)", "sin(x)"],
  ["f()", "f()"],
  ["f (x)", "f(x)"],
  ["sum(i, j, W[i,j]*x[j])", "sum(i, j, (W[i, j] * x[j]))"],
  ["x[2*t+k-1]", "x[(((2 * t) + k) - 1)]"],
  ["x[-1]", "x[(-1)]"],
  ["x[1]^2", "(x[1] ^ 2)"],
  ["h(x)^2", "(h(x) ^ 2)"],
  ["2x", "(2 * x)"],
  ["2 x", "(2 * x)"],
  ["2(x+1)", "(2 * (x + 1))"],
  ["2x^3", "(2 * (x ^ 3))"],
  ["-2x", "((-2) * x)"],
  ["3sin(2x)", "(3 * sin((2 * x)))"],
  ["2x/3", "((2 * x) / 3)"],
  ["a*2b", "((a * 2) * b)"],
  ["a - 2b", "(a - (2 * b))"],
  ["x(y)", "x(y)"],
  ["权重^2*x", "((权重 ^ 2) * x)"],
  ["θ_1*𝑥", "(θ_1 * 𝑥)"],
  ["e\u0301", "é"],
  ["mod + in*to", "(mod + (in * to))"],
  ["and + or - not/xor", "((and + or) - (not / xor))"],
  ["true + false + null", "((true + false) + null)"],
  ["undefined * Infinity - NaN", "((undefined * Infinity) - NaN)"],
  ["i + pi + e^x", "((i + pi) + (e ^ x))"],
  ["tau*version - end[end]", "((tau * version) - end[end])"],
  ["__proto__*constructor", "(__proto__ * constructor)"],
  ["toString(v0, hasOwnProperty)", "toString(v0, hasOwnProperty)"],
  ["a +\n  b\t* c", "(a + (b * c))"],
  ["x*9^9^9^9", "(x * (9 ^ (9 ^ (9 ^ 9))))"],
];

const problems: readonly (readonly [
  formula: string,
  code: string,
  column: number,
  length: number,
  words: RegExp,
])[] = [
  ["", "empty-formula", 1, 0, /empty/],
  ["   ", "empty-formula", 1, 0, /empty/],
  ["a + ", "missing-operand", 3, 1, /ends after `\+`/],
  ["* a", "missing-operand", 1, 1, /begins with `\*`/],
  ["a * / b", "missing-operand", 5, 1, /`\/` after `\*`/],
  ["max(x,)", "missing-operand", 7, 1, /`\)` after `,`/],
  ["max(,x)", "missing-operand", 5, 1, /`,` after `\(`/],
  ["x[]", "missing-operand", 3, 1, /`\]` after `\[`/],
  ["()", "missing-operand", 2, 1, /`\)` after `\(`/],
  ["a // 2", "unknown-symbol", 3, 2, /integer division/],
  ["a ** 2", "unknown-symbol", 3, 2, /power/],
  ["a == b", "unknown-symbol", 3, 2, /comparison/],
  ["a <= b", "unknown-symbol", 3, 2, /comparison/],
  ["sin(x) = 2", "unknown-symbol", 8, 1, /assignment/],
  ["a; b", "unknown-symbol", 2, 1, /separator/],
  ["5%", "unknown-symbol", 2, 1, /percent/],
  ["x'", "unknown-symbol", 2, 1, /prime/],
  ["x + “a”", "unknown-symbol", 5, 1, /quotation mark/],
  ["x ? 1 : 2", "unknown-symbol", 3, 1, /question mark/],
  ["x[1:2]", "unknown-symbol", 4, 1, /colon/],
  ["a.b", "unknown-symbol", 2, 1, /dot/],
  ["\\alpha", "unknown-symbol", 1, 1, /backslash/],
  ["2 × 3", "unknown-symbol", 3, 1, /U\+00D7/],
  ["2 − 3", "unknown-symbol", 3, 1, /U\+2212/],
  ["sin（x）", "unknown-symbol", 4, 1, /U\+FF08/],
  ["x²", "unknown-symbol", 2, 1, /superscript/],
  ['cos.constructor("return 1")()', "unknown-symbol", 4, 1, /dot/],
  ["import({exp: 1})", "unknown-symbol", 8, 1, /brace/],
  ['parse("1+1")', "unknown-symbol", 7, 1, /quotation mark/],
  ["<b>^2", "unknown-symbol", 1, 1, /comparison/],
  ["$(1+1)", "unknown-symbol", 1, 1, /dollar sign/],
  ["w\u200b1*x", "invalid-character", 2, 1, /U\+200B/],
  ["x\u0007", "invalid-character", 2, 1, /U\+0007/],
  ["𝑥 + #", "invalid-character", 5, 1, /U\+0023/],
  ["[1, 2]", "unexpected-list", 1, 1, /list/],
  ["map([1], exp)", "unexpected-list", 5, 1, /list/],
  ["x[1][2]", "unexpected-list", 5, 1, /list/],
  ["x and y", "missing-operator", 3, 3, /`and` right after `x`/],
  ["x mod 2", "missing-operator", 3, 3, /`mod` right after `x`/],
  ["1 2", "missing-operator", 3, 1, /`2` right after `1`/],
  ["2.5.3", "missing-operator", 4, 2, /`\.3` right after `2\.5`/],
  ["x 2", "missing-operator", 3, 1, /operator is missing/],
  ["(a)(b)", "missing-operator", 4, 1, /operator is missing/],
  ["f(x)(y)", "missing-operator", 5, 1, /operator is missing/],
  ["1,5", "misplaced-comma", 2, 1, /comma/],
  ["(1,5)", "misplaced-comma", 3, 1, /comma/],
  ["(x", "unbalanced-bracket", 1, 1, /never closed/],
  ["sin(x", "unbalanced-bracket", 4, 1, /never closed/],
  ["x)", "unbalanced-bracket", 2, 1, /nothing has opened/],
  ["f(x]", "unbalanced-bracket", 4, 1, /must be closed by `\)`/],
  ["x[1)", "unbalanced-bracket", 4, 1, /must be closed by `\]`/],
  ["1e", "invalid-number", 1, 2, /`1e`/],
  ["2e*x", "invalid-number", 1, 2, /`2e`/],
  ["0x1F", "invalid-number", 1, 4, /`0x1F`/],
  ["x + 1_000", "invalid-number", 5, 5, /`1_000`/],
  ["1e400", "number-out-of-range", 1, 5, /larger/],
  ["1e-99999999", "number-out-of-range", 1, 11, /smaller/],
  ["-".repeat(150).concat("x"), "formula-too-deep", 101, 1, /100 levels/],
  ["x^".repeat(9000).concat("x"), "formula-too-deep", 202, 1, /100 levels/],
  ["(".repeat(150).concat("x", ")".repeat(150)), "formula-too-deep", 101, 1, /100 levels/],
  ["-(".repeat(60).concat("x", ")".repeat(60)), "formula-too-deep", 101, 1, /100 levels/],
  ["-".repeat(100_000).concat("x"), "formula-too-long", 1, 1, /20000/],
  ["x+".repeat(2001).concat("x"), "formula-too-long", 4002, 1, /2000 operators/],
];

const ambiguous: readonly (readonly [formula: string, column: number, help: string])[] = [
  ["1/2x", 4, "write `1/2*x` or `1/(2*x)`"],
  ["a/2b", 4, "write `a/2*b` or `a/(2*b)`"],
  ["2^3x", 4, "write `2^3*x` or `2^(3*x)`"],
  ["2^-3x", 5, "write `2^-3*x` or `2^(-3*x)`"],
  ["(a+b)/2c[1]", 8, "write `(a+b)/2*c[1]` or `(a+b)/(2*c[1])`"],
  ["1/2(x+1)", 4, "write `1/2*(x+1)` or `1/(2*(x+1))`"],
  ["1/2sin(x)", 4, "write `1/2*sin(x)` or `1/(2*sin(x))`"],
  ["x^2/2y", 6, "write `x^2/2*y` or `x^2/(2*y)`"],
  ["1/x^2y", 6, "write `1/x^2*y` or `1/x^(2*y)`"],
  ["x^3y^2 + 1", 4, "write `x^3*y^2 + 1` or `x^(3*y^2) + 1`"],
  [
    "1/2x + aLongName + aLongName + aLongName + aLongName + aLongName + aLongName",
    4,
    "write `…/2*x` or `…/(2*x)`",
  ],
];

function problemOf(formula: string): Problem | undefined {
  try {
    parseFormula(formula);
  } catch (error) {
    if (error instanceof InputError) return error.problems[0];
    throw error;
  }
  return undefined;
}

describe("parseFormula", () => {
  it.each(trees)("reads %j", (formula, tree) => {
    expect(show(parseFormula(formula))).toBe(tree);
  });

  it.each(problems)("refuses %.40j: %s", (formula, code, column, length, words) => {
    const problem = problemOf(formula);
    expect(problem).toMatchObject({ code, place: { line: 1, column, length } });
    expect(problem?.message).toMatch(words);
  });

  it.each(ambiguous)("shows both readings of %j", (formula, column, help) => {
    const place = { line: 1, column };
    expect(problemOf(formula)).toMatchObject({ code: "ambiguous-product", place, help });
  });

  it("counts lines in a formula of several lines", () => {
    expect(problemOf("a +\n  b % c")?.place).toEqual({ line: 2, column: 5, length: 1 });
  });

  it("never echoes a long text or a control character", () => {
    const name = "y".repeat(5000);
    expect(problemOf(`x ${name}`)?.message.length).toBeLessThan(200);
  });

  it("gives every node the span of its text, parentheses and signs included", () => {
    const text = " 2 * ( a + b[ i ] ) - f( -x )";
    const spans: string[] = [];
    visit(parseFormula(text), ({ span }) => spans.push(text.slice(span.start, span.end)));
    expect(spans).toEqual([
      "2 * ( a + b[ i ] ) - f( -x )",
      "2 * ( a + b[ i ] )",
      "2",
      "a + b[ i ]",
      "a",
      "b[ i ]",
      "i",
      "f( -x )",
      "-x",
      "x",
    ]);
  });

  it("gives calls and instances the span of their name", () => {
    const node = parseFormula("  tanh ( x )");
    expect(node).toMatchObject({ kind: "call", nameSpan: { start: 2, end: 6 } });
  });

  it("accepts or refuses every text with an InputError, and reads its own output", () => {
    const word = fc.constantFrom(
      ..."x,y,2,1.5,(,),[,],+,-,*,/,^, ,f(,x[,i],%,and,1e,×,.".split(","),
      ",",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const formula = words.join("");
        if (problemOf(formula)) return;
        const tree = show(parseFormula(formula));
        expect(show(parseFormula(tree))).toBe(tree);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });
});

function visit(node: FormulaNode, see: (node: FormulaNode) => void): void {
  see(node);
  if (node.kind === "binary") for (const side of [node.left, node.right]) visit(side, see);
  if (node.kind === "negate") visit(node.operand, see);
  if (node.kind === "call") for (const argument of node.arguments) visit(argument, see);
  if (node.kind === "instance") for (const index of node.indices) visit(index, see);
}
