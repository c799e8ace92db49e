import { Decimal } from "decimal.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Network } from "../../src/network/network.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { counted, isProof } from "../support/counts.js";
import { numbersPage } from "../support/documents.js";
import { toLong } from "../support/exact.js";
import { claimsIn, type PrintedClaims, type SymbolClaim } from "../support/printed-claims.js";
import { randomLayered } from "../support/random-layered.js";
import { networkOf, projectFile } from "../support/read.js";
import { printedNumber } from "../support/tex-numbers.js";
import { truthOf } from "../support/truth.js";

const count = counted(1000);
const batchSize = 10;
const timeout = isProof ? 3_600_000 : 60_000;
const allDigits = [3, 4, 6, 9];

/** What is wrong with the number behind a symbol, from the true value of the symbol. */
function faultOf({ symbol, sign, text, number }: SymbolClaim, truth: Decimal): string | undefined {
  const shown = toLong(number.value);
  if (sign === "=")
    return shown.minus(truth).abs().lte(truth.abs().times("1e-50"))
      ? undefined
      : `${symbol} = ${text}`;
  // Beside a tie the true value is known too little to say which way it rounds.
  const isRight = ["-1e-50", "0", "1e-50"].some((by) => {
    const near = truth.plus(truth.times(by));
    return shown.eq(near.toSignificantDigits(number.digits, Decimal.ROUND_HALF_UP));
  });
  return isRight || (shown.isZero() && truth.abs().lt("1e-50"))
    ? undefined
    : `${symbol} ${sign} ${text}, but it is ${truth.toSignificantDigits(20)}`;
}

/** Symbols without a known value that stand for different numbers at different places of a page. */
function ambiguous(claims: readonly SymbolClaim[]): readonly string[] {
  const known = new Map<string, string>();
  return claims.flatMap(({ symbol, text }) => {
    const before = known.get(symbol) ?? text;
    known.set(symbol, text);
    return before === text ? [] : [`${symbol}: ${before} and ${text}`];
  });
}

/** The claims of a page: new values of parameters, and the last number alone, the loss, are those after a step. */
function claimsOf(
  { symbols, numbers }: PrintedClaims,
  { model, optimizer }: Network,
): readonly SymbolClaim[] {
  const named = symbols.map((claim) =>
    claim.sign === "←" ? { ...claim, symbol: `${claim.symbol} after` } : claim,
  );
  const text = numbers.at(-1);
  const number = text === undefined ? undefined : printedNumber(text);
  if (!optimizer || text === undefined || !number) return named;
  return [...named, { symbol: `${model.loss} after`, sign: "←", text, number }];
}

/** Recomputes all that the page of a file says in numbers; gives how many lines that were. */
function prove(file: object, digitsTried: readonly number[]): number {
  const network = networkOf(file);
  const truth = truthOf(network);
  return digitsTried.reduce((total, digits) => {
    const printed = claimsIn(numbersPage(network, digits));
    const claims = claimsOf(printed, network);
    const wrong = claims.flatMap((claim) => {
      const value = truth.get(claim.symbol);
      return (value && faultOf(claim, value)) ?? [];
    });
    const unknown = claims.filter(({ symbol }) => !truth.has(symbol));
    const found = { faults: printed.faults, wrong, ambiguous: ambiguous(unknown) };
    const about = `${digits} digits of ${JSON.stringify(file)}`;
    expect(found, about).toEqual({ faults: [], wrong: [], ambiguous: [] });
    expect(unknown.length).toBeLessThan(20);
    return total + printed.recomputed;
  }, 0);
}

/** The optimizer is drawn, too, since each has other lines in the update. */
const optimizers: readonly object[] = [
  { sgd: { lr: 0.5 } },
  { sgd: { lr: 0.1, weight_decay: 0.01 } },
  { sgd: { lr: 0.05, momentum: 0.9, nesterov: true } },
  { adam: { lr: 0.01 } },
  { adamw: { lr: 0.1, weight_decay: 0.1, amsgrad: true } },
  { rmsprop: { lr: 0.01, centered: true, momentum: 0.9 } },
  { adagrad: { lr: 0.1, weight_decay: 0.01, initial_accumulator_value: 0.1, lr_decay: 0.1 } },
];

const proveNetwork = (seed: number): number => {
  const optimizer = optimizers[seed % optimizers.length];
  const file = randomLayered(seed, {
    mostWidth: 3,
    mostSamples: 2,
    ...(optimizer && { optimizer }),
  });
  return prove(file, isProof ? allDigits : [allDigits[seed % allDigits.length] ?? 6]);
};

const batches = Array.from({ length: count / batchSize }, (_, batch) => 1 + batch * batchSize);

describe("every printed line of numbers is true to its digits", () => {
  it.each(batches)(`in ${batchSize} random networks from seed %i on`, { timeout }, (first) => {
    let recomputed = 0;
    for (let seed = first; seed < first + batchSize; seed++) recomputed += proveNetwork(seed);
    if (isProof) console.log(`seeds from ${first}: ${recomputed} lines recomputed`);
    expect(recomputed).toBeGreaterThan(10 * batchSize);
  });

  it.each(equationCases.map((each) => [each.name, each] as const))("in %s", (_, each) => {
    const seeds = isProof ? [1, 2, 3, 4, 5] : [1];
    for (const seed of seeds) prove(equationFile(each, seed), isProof ? allDigits : [4, 6]);
  });

  it.each([0, 1, 2])("in a network of float32 numbers, drawn with the seed %i", (seed) => {
    const sized = (inputs: number, outputs: number) => ({ linear: { in: inputs, out: outputs } });
    const layers = [sized(2, 3), "tanh", sized(3, 2), "sigmoid"];
    const data = { inputs: [0.3, -0.7], targets: [0, 1], loss: "mse" };
    expect(
      prove({ ...data, layers, seed, optimizer: { sgd: { lr: 0.1 } } }, allDigits),
    ).toBeGreaterThan(30);
  });

  it.each(["article", "mazur", "rnn"])("in examples/%s.yaml", (name) => {
    const text = projectFile(`examples/${name}.yaml`);
    expect(prove(parse(text) as object, allDigits)).toBeGreaterThan(60);
  });
});

describe("the judge of printed lines", () => {
  it.each([
    ["$0.1 + 0.2 = 0.3$", 0],
    ["$0.1 + 0.2 \\approx 0.3$", 1],
    ["$0.1 \\times 0.3 = 0.04$", 1],
    ["$\\frac{1}{1 + e^{-0.3775}} \\approx 0.593270$", 0],
    ["$\\frac{1}{1 + e^{-0.3775}} \\approx 0.593271$", 1],
    ["$\\frac{1}{1 + e^{-0.3775}} = 0.593270$", 1],
    ["$\\frac{1}{2} \\times (0.5 - 0.75)^{2} \\approx 0.0313$", 0],
    ["$-0.125 \\times 1 \\approx -0.13$", 0],
    ["$-0.125 \\times 1 \\approx -0.12$", 1],
    ["$2 \\times 10^{-7} \\times 3 = 6 \\times 10^{-7}$", 0],
    ["$1 - \\tanh^{2}\\left(0.5\\right) \\approx 0.786$", 0],
    ["$\\max\\left(-1, 0.25\\right) + \\lvert -2 \\rvert = 2.25$", 0],
    ["$[0.5 \\gt 0] \\times 0.5 = 0.5$", 0],
    ["$\\ln\\left(2\\right) \\approx 0.693 + 0.1$", 2],
    ["$w \\approx x$", 1],
  ])("%s has %i faults", (markdown, faults) => {
    expect(claimsIn(markdown).faults.length).toBe(faults);
  });
});
