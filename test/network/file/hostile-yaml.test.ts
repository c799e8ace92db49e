import { describe, expect, it } from "vitest";
import { layered, lines, withWeight } from "./files.js";
import { type Case, named, problemsOf } from "./problems-of.js";

const bomb = [
  "a0: &a0 [0.1]",
  ...Array.from({ length: 9 }, (_, at) => {
    const alias = Array.from({ length: 9 }, () => `*a${at}`).join(", ");
    return `a${at + 1}: &a${at + 1} [${alias}]`;
  }),
  layered({ first: "  - linear: { weight: *a9, bias: [0.35, 0.35] }" }),
].join("\n");

/** 2^22 numbers from 44 aliases: under the limit of aliases, over that of numbers. */
const smallBomb = [
  "equations: { E: x }",
  "given:",
  "  a0: &a0 [1, 2]",
  ...Array.from({ length: 22 }, (_, at) => `  a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`),
].join("\n");

const deep = `inputs: ${"[".repeat(100_000)}`;

const cases: readonly Case[] = [
  [
    "a list that is never closed",
    layered({ inputs: "inputs: [0.05, 0.10" }),
    "invalid-yaml",
    [2, 1, 1],
  ],
  ["null", "~\n", "empty-file", undefined, /empty/],
  ["nothing", "", "empty-file", undefined, /empty/],
  ["only a comment", "# later\n", "empty-file", undefined, /empty/],
  ["two documents", `${layered()}---\n${layered()}`, "several-documents", [10, 1, 20], /document/],
  ["nine to the power of nine", bomb, "too-many-aliases", undefined, /alias/],
  ["few aliases, many numbers", smallBomb, "file-too-large", undefined, /aliases/],
  ["an alias inside of its own anchor", "inputs: &a [*a]", "unknown-alias", [1, 13, 2], /alias/],
  ["an alias without an anchor", "inputs: *q", "unknown-alias", [1, 9, 2], /`q`/],
  ["100000 brackets", deep, "file-too-deep", [1, 72, 1], /64 levels/],
  [
    "a merge key",
    "given: { i1: 0.05 }\nparameters: { <<: { w1: 0.15 }, b1: 0.35 }\nequations: { E: i1*b1 }",
    "merge-key",
    [2, 15, 2],
    /`<<`/,
  ],
  [
    "a key `constructor`",
    `constructor: {prototype: {polluted: true}}\n${layered()}`,
    "unknown-key",
    [1, 1, 11],
    /constructor/,
  ],
  ["a key `__proto__`", layered({}, "__proto__: {}"), "unknown-key", [9, 1, 9], /__proto__/],
  ["a tag", layered({ inputs: "inputs: !!binary aGVsbG8=" }), "yaml-tag", [1, 18, 8], /tag/],
  [
    "a tag of one's own",
    layered({ inputs: "inputs: !vector [1, 2]" }),
    "yaml-tag",
    [1, 17, 6],
    /!vector/,
  ],
  [
    "Windows line ends",
    layered({ activation: "  - sigmiod" }).replaceAll("\n", "\r\n"),
    "unknown-activation",
    [5, 5, 7],
    /sigmiod/,
    /sigmoid/,
  ],
  [
    "a byte order mark",
    `\uFEFF${layered({ inputs: "inptus: [1, 2]" })}`,
    "unknown-key",
    [1, 1, 6],
    /inputs/,
  ],
  ["a text in UTF-16", layered().split("").join("\0"), "invalid-encoding", undefined, /UTF-8/],
  [
    "a full-width colon",
    layered({ loss: "loss：half_squared_error" }),
    "invalid-yaml",
    [8, 1, 23],
    /`:`/,
    /U\+FF1A/,
  ],
  [
    "a misspelled key in a layer",
    layered({ first: lines.first.replace("weight", "weights") }),
    "unknown-key",
    [4, 15, 7],
    /weights/,
    /`weight`/,
  ],
  [
    "an unknown notation",
    layered({}, "notation: mazzur"),
    "unknown-value",
    [9, 11, 6],
    /mazzur/,
    /mazur/,
  ],
  ["a key that is a list", layered({}, "? [a, b]", ": 1"), "invalid-key", [9, 3, 6], /list/],
  ["a key twice", layered({}, "loss: mse"), "duplicate-key", [9, 1, 4], /`loss`/],
  [
    "a title of 2 MB",
    layered({}, `title: ${"x".repeat(2_000_000)}`),
    "text-too-long",
    [9, 8, 2_000_000],
  ],
  [
    "a title with an escape",
    layered({}, 'title: "\\e[2J"'),
    "control-character",
    [9, 8, 7],
    /U\+001B/,
  ],
  ["a cut JSON file", '{\n "inputs": [\n  0.05,\n', "invalid-yaml", [4, 1, 0]],
  ["NaN in JSON", '{\n "inputs": [\n  NaN,\n  0.1\n ]}', "invalid-number", [3, 3, 3], /NaN/],
  [
    "a list at the top",
    `[${JSON.stringify({ inputs: [1] })}]`,
    "invalid-file",
    [1, 1, 1],
    /a list/,
  ],
  ["a text at the top", "hello", "invalid-file", [1, 1, 1], /`hello`/],
  [
    "a number in quotes in JSON",
    '{\n "inputs": [\n  "0.05",\n  0.1\n ]}',
    "quoted-number",
    [3, 3, 6],
    /0\.05/,
  ],
  [
    "a decimal comma in quotes",
    withWeight('"0,15"'),
    "invalid-number",
    [4, 25, 6],
    /`0,15`/,
    /decimal point/,
  ],
  ["infinity", withWeight(".inf"), "invalid-number", [4, 25, 4], /\.inf/, /finite/],
  ["not a number", withWeight(".nan"), "invalid-number", [4, 25, 4], /\.nan/, /finite/],
  ["a boolean", withWeight("true"), "invalid-number", [4, 25, 4], /number/],
  ["nothing as a number", withWeight("null"), "invalid-number", [4, 25, 4], /nothing/],
  ["a Unicode minus", withWeight("−0.15"), "invalid-number", [4, 25, 5], /U\+2212/],
  ["an incomplete exponent", withWeight("1e"), "invalid-number", [4, 25, 2], /`1e`/],
  ["a number in quotes", withWeight('"0.15"'), "quoted-number", [4, 25, 6], /quotation marks/],
  ["a hexadecimal number", withWeight("0x1F"), "invalid-number", [4, 25, 4], /decimal/],
  ["an octal number", withWeight("0o17"), "invalid-number", [4, 25, 4], /decimal/],
  ["a number beyond float64", withWeight("1e400"), "number-out-of-range", [4, 25, 5], /larger/],
  ["a number below float64", withWeight("1e-400"), "number-out-of-range", [4, 25, 6], /smaller/],
  [
    "decimal commas in a list",
    layered({ inputs: "inputs: [0,05, 0,10]" }),
    "width-mismatch",
    [1, 9, 12],
    /4/,
    /2/,
  ],
  [
    "a learning rate .nan",
    layered({}, "optimizer: { sgd: { lr: .nan } }"),
    "invalid-number",
    [9, 25, 4],
    /lr/,
  ],
];

describe("readSpec refuses", () => {
  it.each(named(cases))("$about", ({ file, code, place, words }) => {
    const problems = problemsOf(file);
    const problem = problems.find((candidate) => candidate.code === code);
    expect(problem, JSON.stringify(problems).slice(0, 1000)).toBeDefined();
    if (place) expect(problem?.place).toEqual(place);
    for (const word of words) expect(`${problem?.message}\n${problem?.help}`).toMatch(word);
    for (const { message } of problems) {
      expect(message.length).toBeLessThan(400);
      expect(message).not.toMatch(/\p{Cc}/u);
    }
  });
});
