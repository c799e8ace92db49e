import { describe, expect, it } from "vitest";
import { type Case, named, problemsOf } from "./problems-of.js";

const parameter = (name: string): string =>
  `parameters: { ${JSON.stringify(name)}: 2.5, x: 3 }\nequations:\n  L: x\nloss: L\n`;

const equation = (text: string): string => `parameters: { x: 1 }\nequations:\n${text}\n`;

const cases: readonly Case[] = [
  [
    "a name that is given and learned",
    "given: { i1: 0.05, t: 0.5 }\nparameters: { i1: 2, w1: 0.15 }\nequations:\n  E: w1*i1",
    "duplicate-name",
    [2, 15, 2],
    /i1/,
  ],
  ["a left side that is no name", equation('  "2*y": x'), "invalid-left-side", [3, 4, 3], /2\*y/],
  ["a shifted left side", equation("  h[t+1]: x"), "invalid-subscript", [3, 5, 3], /t\+1/],
  ["a name x'", parameter("x'"), "invalid-name", [1, 15, 4], /x'/],
  ["a name w-1", parameter("w-1"), "invalid-name", [1, 15, 5], /w-1/],
  ["a name \\alpha", parameter("\\alpha"), "invalid-name", [1, 15, 9], /alpha/],
  ["a name <b>", parameter("<b>"), "invalid-name", [1, 15, 5], /<b>/],
  ["an empty name", parameter(""), "invalid-name", [1, 15, 2], /not a name/],
  [
    "a zero-width space in a name",
    equation("  E: w\u200b1*x"),
    "invalid-character",
    [3, 7, 1],
    /U\+200B/,
  ],
  [
    "no equations",
    "parameters: { x: 1 }\nequations: {}\n",
    "invalid-value",
    [2, 12, 2],
    /at least one equation/,
  ],
  ["no formula", equation("  E:"), "empty-formula", [3, 5, 0], /empty/],
  ["a list as a formula", equation("  E: [x]"), "invalid-value", [3, 6, 3], /a formula/],
  [
    "a bad formula in double quotes",
    equation('  E: "x + 5%"'),
    "unknown-symbol",
    [3, 12, 1],
    /percent/,
  ],
  [
    "a bad formula in single quotes",
    equation("  E: 'x + 5%'"),
    "unknown-symbol",
    [3, 12, 1],
    /percent/,
  ],
  [
    "a bad formula with an escape",
    equation('  E: "\\x78 + 5%"'),
    "unknown-symbol",
    [3, 15, 1],
    /percent/,
  ],
  [
    "a bad formula over two lines",
    equation("  E: x +\n    5%"),
    "unknown-symbol",
    [4, 6, 1],
    /percent/,
  ],
  [
    "a bad formula in a folded block",
    equation("  E: >\n    x +\n    5%"),
    "unknown-symbol",
    [5, 6, 1],
    /percent/,
  ],
  [
    "a bad formula in a literal block",
    equation("  E: |\n    x +\n\n    5%"),
    "unknown-symbol",
    [6, 6, 1],
    /percent/,
  ],
  [
    "a subscript in braces",
    "equations: { h[t]: 3 }",
    "invalid-yaml",
    [1, 15, 1],
    /quotation marks/,
  ],
  ["a size of 0", "sizes: { t: 0 }\nequations: { E: 1 }", "invalid-value", [1, 13, 1], /`t`/],
  [
    "a key of the layered form",
    "equations: { E: 1 }\nreduction: sum",
    "unknown-key",
    [2, 1, 9],
    /reduction/,
  ],
  [
    "ragged data",
    "given: { x: [[1, 2], [3]] }\nequations: { E: 1 }",
    "ragged-list",
    [1, 22, 3],
    /`x`/,
  ],
];

describe("readSpec refuses", () => {
  it.each(named(cases))("$about", ({ file, code, place, words }) => {
    const problems = problemsOf(file);
    const problem = problems.find((candidate) => candidate.code === code);
    expect(problem, JSON.stringify(problems)).toBeDefined();
    expect(problem?.place).toEqual(place);
    for (const word of words) expect(`${problem?.message}\n${problem?.help}`).toMatch(word);
  });
});
