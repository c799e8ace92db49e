import { compare, type Exact, fractionOf, isFraction, opposite, roundedTo, zero } from "./exact.js";
import { mathIn, splitOutside, statementsIn } from "./markdown-math.js";
import { evaluateTex, isNumeric, type PrintedNumber, printedNumber } from "./tex-numbers.js";

/** `symbol = number` or `symbol ≈ number` as a page says it. */
export interface SymbolClaim {
  readonly symbol: string;
  readonly sign: "=" | "≈" | "←";
  readonly text: string;
  readonly number: PrintedNumber;
}

/** What a page claims about numbers, and what is wrong with it by itself. */
export interface PrintedClaims {
  /** How many relations between numbers were recomputed from their digits. */
  readonly recomputed: number;
  readonly symbols: readonly SymbolClaim[];
  /** Numbers that stand alone. */
  readonly numbers: readonly string[];
  readonly faults: readonly string[];
}

/** Whether a number may be printed as 0 behind ≈. */
const isTiny = (value: Exact): boolean =>
  [value, opposite(value)].every((each) => compare(each, fractionOf("0.001")) < 0);

/** A line of numbers, recomputed as a reader with a calculator would. */
function faultOf(left: string, sign: string, right: string): string | undefined {
  const number = printedNumber(right);
  if (!number) return "no number alone on the right";
  const value = evaluateTex(left);
  if (sign === "=")
    return isFraction(value) && compare(value, number.value) === 0
      ? undefined
      : "not exactly equal";
  if (compare(value, number.value) === 0 && isFraction(value)) return "exactly equal, but ≈";
  if (compare(number.value, zero) === 0) return isTiny(value) ? undefined : "not near 0";
  const rounded = roundedTo(value, number.digits);
  return compare(rounded, number.value) === 0 ? undefined : "rounds to another number";
}

const signs = ["\\approx", "\\leftarrow", "="];
const names: Readonly<Record<string, SymbolClaim["sign"]>> = {
  "\\approx": "≈",
  "\\leftarrow": "←",
  "=": "=",
};

/** Reads one statement: sides and the signs between them. */
function readStatement(statement: string): PrintedClaims {
  const parts = splitOutside(statement, signs);
  const faults: string[] = [];
  const symbols: SymbolClaim[] = [];
  let recomputed = 0;
  for (let place = 1; place < parts.length; place += 2) {
    const [left = "", sign = "", right = ""] = parts.slice(place - 1, place + 2);
    const number = printedNumber(right);
    if (sign === "\\approx" && !number) faults.push(`${statement}: no number alone behind ≈`);
    // A folded sum cannot be recomputed; it may only be ≈ one number.
    if (left.includes("\\cdots")) {
      if (sign !== "\\approx" || !number) faults.push(`${statement}: a folded sum without ≈`);
    } else if (isNumeric(left) && (number || isNumeric(right))) {
      const fault = faultOf(left, sign, right);
      if (fault) faults.push(`${statement}: ${fault}`);
      recomputed++;
    } else if (number && place === 1)
      symbols.push({ symbol: left, sign: names[sign] ?? "=", text: right, number });
  }
  const isNumber = parts.length === 1 && printedNumber(statement) !== undefined;
  return { recomputed, symbols, numbers: isNumber ? [statement] : [], faults };
}

/** Every claim about numbers in a Markdown text. */
export function claimsIn(markdown: string): PrintedClaims {
  const all = mathIn(markdown).flatMap(statementsIn).map(readStatement);
  return {
    recomputed: all.reduce((sum, { recomputed }) => sum + recomputed, 0),
    symbols: all.flatMap(({ symbols }) => symbols),
    numbers: all.flatMap(({ numbers }) => numbers),
    faults: all.flatMap(({ faults }) => faults),
  };
}
