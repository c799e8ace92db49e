import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesWritten, goodNetwork, gradwalk, workInFolder } from "./recording.js";

workInFolder();

/** What the message must say: code, and the place if there is one. */
type Refusal = readonly [why: string, text: string, place: string, mention: RegExp];

const without = (line: RegExp): string => goodNetwork.replace(line, "");
const instead = (old: string, replacement: string): string => goodNetwork.replace(old, replacement);
const equations = (...lines: readonly string[]): string =>
  ["parameters: { a: 2, v: [1, 2, 3] }", "equations:", ...lines.map((line) => `  ${line}`)].join(
    "\n",
  );

const files: readonly Refusal[] = [
  // YAML
  ["an open bracket", "inputs: [1, 2", "", /invalid-yaml/],
  ["nothing but null", "~", "", /error\[/],
  ["two documents", `${goodNetwork}---\n${goodNetwork}`, "10:1", /second YAML document/],
  [
    "aliases of aliases",
    `a: &a [x, x]\n${Array.from({ length: 60 }, () => "b: [*a, *a]").join("\n")}`,
    "",
    /alias/,
  ],
  ["a prototype", `__proto__: { loss: mse }\n${goodNetwork}`, "1:1", /`__proto__`/],
  ["a key twice", `${goodNetwork}loss: mse`, "9:1", /`loss`/],
  ["a list as a key", `${goodNetwork}? [x, y]\n: 1\n`, "9:3", /a key is a list/],
  ["a tag", instead("[0.05, 0.1]", "!!set {0.05, 0.1}"), "1:15", /tag/],
  ["deep brackets", `inputs: ${"[".repeat(5000)}`, "", /levels deep|invalid-yaml/],
  ["windows line ends", instead("sigmoid", "sigmiod").replaceAll("\n", "\r\n"), "5:5", /`sigmoid`/],
  [
    "a long line before the mistake",
    `title: ${"é".repeat(1_000_000)}\n${instead("sigmoid", "sigmiod")}`,
    "6:5",
    /`sigmiod`/,
  ],
  ["JSON that ends too early", '{"inputs": [1, 2], "targets"', "", /error\[/],
  ["JSON with NaN", '{"inputs": [NaN, 1]}', "1:13", /`NaN`/],
  ["JSON that is a list", "[1, 2]", "1:1", /list/],
  // Numbers
  ["a decimal comma", instead("0.15", '"0,15"'), "4:25", /`0,15`/],
  ["decimal commas without quotes", instead("[0.05, 0.1]", "[0,05, 0,1]"), "1:9", /2.*4|4.*2/],
  ["infinity", instead("0.15", "-.inf"), "4:25", /inf/],
  ["a truth", instead("0.15", "yes"), "4:25", /`yes`/],
  ["a typographic minus", instead("0.15", "−0.15"), "4:25", /U\+2212|−/],
  ["half an exponent", instead("0.15", "1e+"), "4:25", /`1e\+`/],
  ["a number beyond float64", instead("0.15", "1e999"), "4:25", /`1e999`/],
  // Layered networks
  ["a vector for a matrix", instead("[[0.15, 0.2], [0.25, 0.3]]", "[0.1, 0.2]"), "4:23", /weight/],
  ["a ragged matrix", instead("[0.25, 0.3]", "[0.25]"), "4:37", /2/],
  ["too many inputs", instead("[0.05, 0.1]", "[1, 2, 3]"), "1:9", /3/],
  ["a layer of no width", instead("[[0.15, 0.2], [0.25, 0.3]]", "[]"), "4:23", /weight/],
  ["no targets", without(/targets.*\n/), "", /targets/],
  ["a wrong option", instead("- sigmoid", "- leaky_relu: { alpha: 1 }"), "5:19", /`alpha`/],
  ["an option of nothing", instead("- sigmoid", "- tanh: { slope: 1 }"), "5:13", /slope/],
  ["an inherited name", instead("half_squared_error", "toString"), "8:7", /`toString`/],
  [
    "a misspelled loss",
    instead("half_squared_error", "half_sqared_error"),
    "8:7",
    /`half_squared_error`/,
  ],
  ["a misspelled notation", `${goodNetwork}notation: artikel`, "9:11", /`article`/],
  [
    "a learning rate that is no number",
    `${goodNetwork}optimizer: { sgd: { lr: .nan } }`,
    "9:25",
    /lr/,
  ],
  ["a frozen nothing", `${goodNetwork}frozen: [w77]`, "9:10", /`w77`/],
  // Equations
  ["no equations", "parameters: { a: 1 }", "", /equations/],
  ["a name that nothing defines", equations("E: a*tau"), "3:8", /`tau`/],
  ["a prototype as a name", equations("E: a*__proto__"), "3:8", /`__proto__`/],
  ["an invisible character", equations("E: a*\u200ba"), "3:8", /U\+200B/],
  ["a circle", equations("f: a*g", "g: f + 1", "E: g^2"), "", /`f → g → f` is a cycle/],
  [
    "an index that never moves",
    equations("h[t]: a*g[t]*v[t]", "g[t]: h[t]", "E: sum(t, g[t])"),
    "",
    /cycle/i,
  ],
  ["an index out of range", equations("E: sum(i, v[i+1])"), "", /`?v/],
  ["an index that is no integer", equations("E: v[1.5]"), "3:8", /1\.5/],
  ["an index of a number", equations("E: a[1]"), "3:6", /`a`/],
  ["an index too many", equations("E: sum(i, j, v[i,j])"), "3:16", /`v`/],
  ["a left side that is a formula", equations("E + 1: a"), "3:3", /`E \+ 1`/],
  ["a parameter defined again", equations("a: 3", "E: a"), "3:3", /`a`/],
  ["a loss that is not there", `${equations("E: a")}\nloss: F`, "4:7", /`F`/],
  ["a misspelled function", equations("E: sgimoid(a)"), "3:6", /`sigmoid`/],
  ["a misspelled name", "parameters: { alpha: 1 }\nequations: { E: alhpa^2 }", "2:17", /`alpha`/],
  ["a name like a formula", "parameters: { a-b: 1 }\nequations: { E: 1 }", "1:15", /`a-b`/],
  ["an overflow", equations("E: exp(exp(a + 6))"), "", /`E`.*not a finite number/],
  [
    "a range beyond all memory",
    `sizes: { i: 1000000000000 }\n${equations("E: sum(i, a*i)")}`,
    "",
    /error\[/,
  ],
];

describe("a bad network file is refused with its place", () => {
  it.each(files)("%s", async (_, text, place, mention) => {
    writeFileSync("net.yaml", text);
    const { code, out, err } = await gradwalk(["gradients", "net.yaml"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^net\.yaml(:\d+:\d+)?: error\[(?!internal)[a-z-]+\]: ./);
    expect(err).toMatch(mention);
    if (place !== "") expect(err).toContain(`net.yaml:${place}: `);
    expect(err.length).toBeLessThan(3000);
    expect(err).not.toMatch(/[^\P{Cc}\n]/u);
    expect(filesWritten()).toEqual(["net.yaml"]);
  });
});

const expressions: readonly Refusal[] = [
  ["blanks", "  ", "", /empty/],
  ["no end", "x * ", "1:3", /`\*`/],
  ["Python's power", "x ** 2", "1:3", /`\^`/],
  ["an integer division", "x // 2", "1:3", /`\/\/`/],
  ["no argument", "x + cos()", "1:5", /`cos`/],
  ["too many arguments", "tanh(x, 1)", "1:1", /`tanh`/],
  ["a misspelled function", "1 + sgimoid(x)", "1:5", /`sigmoid`/],
  ["a comparison", "x >= 1", "1:3", /`>=`/],
  ["an assignment", "f(x) = x", "1:6", /`=`/],
  ["a list", "[x, 1]", "1:1", /`\[`/],
  ["two statements", "x; 1", "1:2", /`;`/],
  ["a percentage", "x + 5%", "1:6", /`%`/],
  ["a prime", "x'", "1:2", /`'`/],
  ["quotation marks", "x + “y”", "1:5", /quotation/],
  ["a word for an operator", "x mod 2", "1:3", /mod/],
  ["a comma for nothing", "min(x,)", "1:7", /`,`/],
  ["a bracket too many", "(x))", "1:4", /`\)`/],
  ["a bracket too few", "((x)", "1:1", /`\(`/],
  ["a member", 'sin.constructor("return 1")()', "1:4", /`\.`/],
  ["an import", "import({}, {})", "1:8", /`\{`/],
  ["a text", 'parse("x")', "1:7", /`"`/],
  ["chance", "x*random()", "1:3", /`random`/],
  ["a sign without a meaning", "x # 2", "1:3", /`#`/],
  ["an ambiguous product", "1/2x", "1:4", /1\/2\*x.*1\/\(2\*x\)/s],
  ["a number and a half", "1.2.3*x", "1:4", /`1\.2`/],
  ["an escape", "x\u001b[31m", "1:2", /U\+001B/],
  ["many minus signs", `${"-".repeat(50_000)}x`, "", /too/],
  ["many brackets", `${"(".repeat(9_000)}x${")".repeat(9_000)}`, "", /levels deep/],
  ["many powers", `${"x^".repeat(9_000)}x`, "", /too|levels/],
  [
    "many factors",
    Array.from({ length: 1900 }, () => "x")
      .join("*(1+x)*")
      .slice(0, 9_000),
    "",
    /error/,
  ],
];

describe("a bad expression is refused with its place", () => {
  it.each(expressions)("%s", async (_, expression, place, mention) => {
    const argv = ["derive", "--wrt", "x", "--at", "x=2", "--", expression];
    const { code, out, err } = await gradwalk(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^<expression>(:\d+:\d+)?: error\[(?!internal)[a-z-]+\]: ./);
    expect(err).toMatch(mention);
    if (place !== "") expect(err).toContain(`<expression>:${place}: `);
    expect(err.length).toBeLessThan(1000);
    expect(err).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe("what looks bad and is right", () => {
  it.each<readonly [why: string, text: string, loss: number, gradients: Record<string, number>]>([
    [
      "names that are constants or units elsewhere",
      "parameters: { tau: 2, N: 3, mod: 4 }\nequations: { L: tau*N*mod }",
      24,
      { tau: 12, N: 8, mod: 6 },
    ],
    [
      "names that objects inherit",
      "parameters: { constructor: 2, valueOf: 3 }\nequations: { L: constructor*valueOf^2 }",
      18,
      { constructor: 9, valueOf: 12 },
    ],
    [
      "names that differ in case",
      "parameters: { q: 2, Q: 5 }\nequations: { L: q^2*Q }",
      20,
      { q: 20, Q: 4 },
    ],
    [
      "equations in any order",
      "parameters: { a: 3 }\nequations: { L: b^2, b: a + 1 }\nloss: L",
      16,
      { a: 8 },
    ],
    ["a kink", "parameters: { a: 0 }\nequations: { L: relu(a) + 2 }", 2, { a: 0 }],
    ["a tie", "parameters: { a: 1, b: 1 }\nequations:\n  L: max(a, b)", 1, { a: 0.5, b: 0.5 }],
    [
      "large logits",
      "parameters: { z: [900, 0] }\nequations:\n  L: logsumexp(i, z[i]) - z[2]",
      900,
      { "z[1]": 1, "z[2]": -1 },
    ],
  ])("%s", async (_, text, loss, gradients) => {
    const { code, out } = await gradwalk(["gradients", "-", "--json"], text);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ loss: { name: "L", value: loss }, gradients });
  });
});
