import type { JudgedNumber, ReferenceResult } from "../check/reference/judge-reference.js";
import type { ReferencePrecision } from "../check/reference/reference.js";
import { quote } from "../errors/quote.js";
import { givenText } from "./claimed-numbers.js";
import { displayName } from "./failure.js";

/** More places or names than this are only counted. */
const mostListed = 5;

function listed(items: readonly string[]): string {
  const more = items.length - mostListed;
  return `${items.slice(0, mostListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Each NaN and each infinity with its place. */
function notFiniteLines({ notFinite }: ReferenceResult, file: string): readonly string[] {
  if (notFinite.length === 0) return [];
  const places = notFinite.map((number) => {
    const place = number.given.placeOf?.();
    const where = place ? ` (${displayName(file)}:${place.line}:${place.column})` : "";
    return `${number.name} is ${givenText(number)}${where}`;
  });
  return [`no finite number: ${listed(places)}`];
}

/** What was assumed of numbers whose type the file does not say. */
function assumedLines({ claims, isTyped }: ReferenceResult): readonly string[] {
  const assumed = claims.filter(({ entry }) => entry.precision === "float32");
  if (isTyped || assumed.length === 0) return [];
  const whose =
    assumed.length === claims.length
      ? "the numbers given"
      : `the numbers of ${listed(assumed.map(({ entry }) => quote(entry.name)))}`;
  return [
    `note: ${whose} are taken for float32, as all of them are float32 numbers or the shortest decimals of such`,
  ];
}

const rounding: Readonly<Partial<Record<ReferencePrecision, string>>> = {
  float32: "float32 (24 bits)",
  float16: "float16 (11 bits)",
  bfloat16: "bfloat16 (8 bits)",
};

/** What the column of bounds means, and which numbers they leave open. */
function boundLines(numbers: readonly JudgedNumber[]): readonly string[] {
  const formats = Object.entries(rounding).flatMap(([precision, name]) =>
    numbers.some((each) => each.precision === precision) ? [name] : [],
  );
  if (formats.length === 0) return [];
  const bounded = numbers.filter(({ precision }) => rounding[precision] !== undefined);
  const coarse = bounded.filter(({ right, bound = 0 }) => right !== 0 && bound >= Math.abs(right));
  return [
    `note: a right number may be off by the rounding of its computation in ${formats.join(" or ")}, a bound over the whole pass and any order of its sums`,
    ...(coarse.length === 0
      ? []
      : [
          `note: ${coarse.length} of ${bounded.length} numbers are smaller than that: such a number is not told from 0`,
        ]),
  ];
}

function uncheckableLines(numbers: readonly JudgedNumber[]): readonly string[] {
  const { length } = numbers.filter(({ verdict }) => verdict === "uncheckable");
  return length === 0
    ? []
    : [
        `note: ${length} of ${numbers.length} numbers are uncheckable: rounding there has no bound, as what is divided by may be 0`,
      ];
}

/** What else is to be said of a reference: numbers that are none, what was assumed, and what the bounds leave open. */
export function claimNotes(result: ReferenceResult, file: string): readonly string[] {
  const numbers = result.claims.flatMap((claim) => claim.numbers);
  return [
    ...notFiniteLines(result, file),
    ...assumedLines(result),
    ...boundLines(numbers),
    ...uncheckableLines(numbers),
  ];
}
