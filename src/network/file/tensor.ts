import { count } from "../../errors/count.js";
import type { Problem } from "../../errors/problem.js";
import { InputError } from "../../errors/problem.js";
import { codePointName, quote } from "../../errors/quote.js";
import { canonicalDecimal, decimalFaults } from "../../math/formula/decimal.js";
import { describe, type Reader } from "./readers.js";
import { type Reading, report } from "./reading.js";
import type { ListSource, ScalarSource, Source } from "./source.js";
import type { Tensor } from "./spec.js";

/** Why a text is no number, where it looks like one: a pattern, the end of the sentence, and what to do. */
const nearMisses: readonly {
  readonly pattern: RegExp;
  readonly is: string;
  readonly help: string;
}[] = [
  {
    pattern: /^[+-]?\d+,\d+$/,
    is: "is not a number, it has a decimal comma",
    help: "write a decimal point: `0.15`",
  },
  {
    pattern: /^[−–—－]\.?\d/u,
    is: "is not a number, it begins with",
    help: "write the minus sign of the keyboard: `-`",
  },
  {
    pattern: /^[+-]?\.?(?:inf|infinity|nan)$/i,
    is: "is not a finite number",
    help: "write a decimal number",
  },
  {
    pattern: /^0[xo][\da-f]+$/i,
    is: "is not a decimal number",
    help: "write the number with the digits 0 to 9",
  },
];

/** The canonical decimal text of a scalar; undefined after a problem has been noted. */
export function readDecimal(
  reading: Reading,
  source: ScalarSource,
  what: string,
): string | undefined {
  countNumber(reading, source);
  const decimal = canonicalDecimal(source.text);
  if (decimal.ok && source.style === "plain") return decimal.text;
  return report(reading, source, decimalProblem(source, what));
}

function decimalProblem(source: ScalarSource, what: string): Omit<Problem, "place"> {
  const code = "invalid-number";
  const decimal = canonicalDecimal(source.text.trim());
  if (decimal.ok)
    return {
      code: "quoted-number",
      message: `${what} has the text ${quote(source.text)} in quotation marks, expected a number`,
      help: "leave the quotation marks out",
    };
  if (decimal.fault !== "not-a-number")
    return {
      code: "number-out-of-range",
      message: `${what} has ${quote(source.text)}, which ${decimalFaults[decimal.fault]}`,
    };
  const miss = nearMisses.find(({ pattern }) => pattern.test(source.text));
  if (!miss) return { code, message: `${what} has ${describe(source)}, expected a number` };
  const sign = miss.is.endsWith("with") ? ` ${codePointName(source.text)}` : "";
  return {
    code,
    message: `${what} has ${quote(source.text)}, which ${miss.is}${sign}`,
    help: miss.help,
  };
}

/** The budget ends what aliases could blow up. */
export function countNumber(reading: Reading, source: Source): void {
  reading.numbersLeft -= 1;
  if (reading.numbersLeft >= 0) return;
  throw new InputError({
    code: "file-too-large",
    message: "the file has more numbers than a network file may have, aliases included",
    place: reading.placeOf(source),
  });
}

/** Reads one number of a tensor as a text; undefined after a problem has been noted. */
export type ScalarReader = (
  reading: Reading,
  source: ScalarSource,
  what: string,
) => string | undefined;

/** What all numbers of a tensor share. */
interface Collecting {
  readonly what: string;
  readonly readNumber: ScalarReader;
  readonly shape: readonly number[];
  readonly decimals: string[];
}

/** A reader for a number or nested lists of numbers that are all of the same shape. */
export const tensorReader =
  (what: string, readNumber: ScalarReader = readDecimal): Reader<Tensor> =>
  (reading, source) => {
    const shape = shapeOf(source);
    const decimals: string[] = [];
    const isWhole = collect(reading, source, { what, readNumber, shape, decimals }, 0);
    return isWhole ? { shape, decimals, place: reading.placeOf(source) } : undefined;
  };

/** The lengths along the first elements: what all other elements are compared with. */
function shapeOf(source: Source): number[] {
  const shape: number[] = [];
  for (let at: Source | undefined = source; at?.kind === "list"; at = at.items[0])
    shape.push(at.items.length);
  return shape;
}

function collect(reading: Reading, source: Source, collecting: Collecting, depth: number): boolean {
  const { what, shape } = collecting;
  if (depth === shape.length) return collectNumber(reading, source, collecting);
  const length = shape[depth] ?? 0;
  if (source.kind !== "list")
    return reportRagged(reading, source, what, `a list of ${count(length, "element")}`);
  if (source.items.length === 0) return reportEmpty(reading, source, what);
  if (source.items.length !== length)
    return reportRagged(
      reading,
      source,
      what,
      `a list of ${count(length, "element")}, as the first one is,`,
    );
  const wholes = source.items.map((item) => collect(reading, item, collecting, depth + 1));
  return wholes.every(Boolean);
}

function collectNumber(
  reading: Reading,
  source: Source,
  { what, readNumber, shape, decimals }: Collecting,
): boolean {
  if (source.kind === "list") return reportRagged(reading, source, what, "a number");
  if (source.kind === "map") {
    const expected = shape.length === 0 ? "a number or a list" : "a number";
    report(reading, source, {
      code: "invalid-value",
      message: `${what} has a map, expected ${expected}`,
    });
    return false;
  }
  const decimal = readNumber(reading, source, what);
  if (decimal !== undefined) decimals.push(decimal);
  return decimal !== undefined;
}

function reportEmpty(reading: Reading, source: ListSource, what: string): false {
  report(reading, source, {
    code: "empty-list",
    message: `${what} has an empty list, expected at least one number`,
  });
  return false;
}

function reportRagged(reading: Reading, source: Source, what: string, expected: string): false {
  const found =
    source.kind === "list"
      ? `a list of ${count(source.items.length, "element")}`
      : describe(source);
  report(reading, source, {
    code: "ragged-list",
    message: `${what} has ${found} where ${expected} was expected`,
    help: "all lists at the same depth must have the same length",
  });
  return false;
}
