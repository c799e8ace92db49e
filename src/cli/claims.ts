import { isNotWrong } from "../check/reference/judge-number.js";
import type { Claim, JudgedNumber, ReferenceResult } from "../check/reference/judge-reference.js";
import type { ReferencePrecision } from "../check/reference/reference.js";
import { alignColumns } from "./check-table.js";
import { claimNotes } from "./claim-notes.js";
import { boundText, givenText, rightText } from "./claimed-numbers.js";

/** Numbers in the nested lists of a shape. */
function nested<Item>(items: readonly Item[], shape: readonly number[]): unknown {
  const [length, ...rest] = shape;
  if (length === undefined) return items[0] ?? null;
  const size = items.length / length;
  return Array.from({ length }, (_, place) =>
    nested(items.slice(place * size, (place + 1) * size), rest),
  );
}

const wrongOnes = ({ numbers }: Claim): readonly JudgedNumber[] =>
  numbers.filter(({ verdict }) => !isNotWrong(verdict));

/** A number for JSON, which has no NaN and no infinity: those are words. */
const jsonNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

function claimJson(claim: Claim): object {
  const { entry, kind, numbers, verdict, ok } = claim;
  const { name, shape, precision } = entry;
  const each = (read: (number: JudgedNumber) => number | string | null): unknown =>
    nested(numbers.map(read), shape);
  return {
    name,
    kind,
    given: each(({ given }) => jsonNumber(given.value)),
    right: each(({ right }) => jsonNumber(right)),
    verdict,
    ok,
    precision,
    ...(precision !== "written" && {
      bound: each(({ bound = Infinity }) => (Number.isFinite(bound) ? bound : null)),
    }),
    compared: numbers.length,
    wrong: wrongOnes(claim).length,
    ...(shape.length === 0 && {
      givenText: numbers[0]?.given.text,
      rightText: numbers[0]?.rightText,
    }),
  };
}

/** What all claims are judged by; undefined where that differs. */
function commonPrecision({ claims }: ReferenceResult): ReferencePrecision | undefined {
  const [first, ...others] = new Set(claims.map(({ entry }) => entry.precision));
  return others.length === 0 ? first : undefined;
}

/** What `check --against --json` says about the numbers of a reference; the keys are public. */
export function claimsJson(result: ReferenceResult): object {
  const { claims, first } = result;
  return {
    precision: commonPrecision(result) ?? "mixed",
    first: first
      ? {
          name: first.name,
          kind: first.kind,
          given: jsonNumber(first.given.value),
          right: jsonNumber(first.right),
        }
      : null,
    claims: claims.map(claimJson),
  };
}

const meaning: Readonly<Record<ReferencePrecision, string>> = {
  written: "by their written digits",
  double: "as float64",
  float32: "as float32",
  float16: "as float16",
  bfloat16: "as bfloat16",
};

/** Columns that only some references have: what each entry is judged by, how far a right number may be off. */
interface Columns {
  readonly precision: boolean;
  readonly bound: boolean;
}

function rowOf(claim: Claim, columns: Columns): readonly string[] {
  const { entry, kind, numbers, verdict } = claim;
  const isSingle = entry.shape.length === 0;
  const [first] = numbers;
  const [shown = isSingle ? first : undefined] = wrongOnes(claim);
  const amount =
    isSingle || verdict === "right"
      ? ""
      : `, ${numbers.filter((each) => each.verdict !== "right").length} of ${numbers.length} not right`;
  return [
    entry.name,
    kind,
    ...(columns.precision ? [meaning[entry.precision]] : []),
    shown ? givenText(shown) : entry.shape.join("×"),
    shown ? rightText(shown) : "",
    ...(columns.bound ? [shown ? boundText(shown) : ""] : []),
    `${verdict}${amount}`,
  ];
}

/** The numbers of a reference beside the right ones, for the terminal. `file` is what the reference is called. */
export function claimLines(result: ReferenceResult, file: string): readonly string[] {
  const { claims, first } = result;
  const common = commonPrecision(result);
  const columns: Columns = {
    precision: common === undefined,
    bound: claims.some(({ entry }) => entry.precision !== "written"),
  };
  const heads = [
    ...["name", "kind"],
    ...(columns.precision ? ["judged"] : []),
    ...["given", "right"],
    ...(columns.bound ? ["may be off by"] : []),
    "verdict",
  ];
  const departs =
    first &&
    `first to depart along the network: the ${first.kind} of ${first.name}, given ${givenText(first)}, right ${rightText(first)}`;
  return [
    "",
    `The numbers given${common === undefined ? "" : `, judged ${meaning[common]}`}:`,
    ...alignColumns([heads, ...claims.map((claim) => rowOf(claim, columns))]),
    ...(departs ? [departs] : []),
    ...claimNotes(result, file),
  ];
}
