import {
  type CheckResult,
  type Expectation,
  type GradientCheck,
  isOutside,
  type UncheckableReason,
} from "../check/methods/check-gradients.js";
import type { Network } from "../network/network.js";
import { isCoarse } from "./check-answer.js";

const heads = [
  ...["symbolic", "reverse", "finite difference", "complex step", "high precision"],
  ...["error", "verdict"],
];

const number = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return "-";
  return value === 0 || !Number.isFinite(value) ? String(value) : shortened(value);
};

/** Ten digits: differences further behind are what the column of errors is for. */
const shortened = (value: number): string =>
  Math.abs(value) >= 1e-6 && Math.abs(value) < 1e10
    ? String(Number(value.toPrecision(10)))
    : value.toPrecision(10).replace(/\.?0+e/, "e");

const reasons: Readonly<Record<UncheckableReason, string>> = {
  "not-finite": "the gradient is not a finite number",
  "no-derivative": "the loss jumps there, or its domain ends",
  imprecise: "no method is exact enough",
};

const verdictOf = ({ verdict, reason, ok }: GradientCheck): string => {
  if (reason) return `${verdict}: ${reasons[reason]}`;
  return verdict === "kink" && !ok ? "kink, wrong" : verdict;
};

/** Lines of columns as wide as their longest cells; numbers stand at the right. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const isWord = column === 0 || column === row.length - 1;
        return isWord ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd(),
  );
}

const rowOf = (name: string, check: GradientCheck): readonly string[] => [
  name,
  number(check.symbolic),
  number(check.reverse),
  number(check.finiteDifference),
  number(check.complexStep),
  number(check.highPrecision),
  check.relativeError === null ? "-" : check.relativeError.toExponential(0),
  verdictOf(check),
];

const side = (value: number | undefined): string => (value === undefined ? "none" : number(value));

/** More functions than this at one kink are only counted. */
const mostSites = 5;

function listed(sites: readonly string[]): string {
  const more = sites.length - mostSites;
  const shown = sites.slice(0, mostSites).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function kinkLine({ names }: Network, check: GradientCheck): string {
  const name = names.nameOf(check.instance);
  const sites = (check.kinks ?? []).map(
    (kink) => `${kink.function} in ${names.nameOf(kink.instance)}`,
  );
  const where = sites.length > 0 ? ` (${listed([...new Set(sites)])})` : "";
  const { left, right } = check.sides ?? {};
  const sides = `kink at ${name}${where}: ${side(left)} from the left, ${side(right)} from the right`;
  if (!check.ok) return `${sides}; ${accusation(check)}`;
  const note = isOutside(check) ? ", as each function follows its own convention" : "";
  return `${sides}; in use, as in PyTorch: ${number(check.symbolic)}${note}`;
}

const judges: Readonly<Record<Expectation["by"], string>> = {
  "high-precision": "differences with many digits give",
  "complex-step": "the complex step gives",
  "finite-difference": "differences in float64 give",
  conventions: "the conventions of the functions at their kinks give",
};

/** What a wrong gradient was compared with. */
const accusation = ({ expected, float64 }: GradientCheck): string =>
  expected
    ? `the derivation gives ${float64}, ${judges[expected.by]} ${expected.value}`
    : `the derivation gives ${float64}`;

const wrongLine = ({ names }: Network, check: GradientCheck): string =>
  `wrong at ${names.nameOf(check.instance)}: ${accusation(check)}`;

const coarseLine = ({ names }: Network, check: GradientCheck): string =>
  `float64 is coarse at ${names.nameOf(check.instance)}: its rounding error can reach ${check.errorBound.toExponential(0)}, more than 1e-9 of the value${check.float64 === check.symbolic ? "" : `; it gives ${number(check.float64)}, the table shows what more digits give`}`;

/** The gradients of a network by every method, as a table for the terminal. */
export function checkTable(network: Network, { gradients, of }: CheckResult): readonly string[] {
  if (of === "nothing") return [];
  const first = of === "given" ? "given" : "parameter";
  const rows = gradients.map((each) => rowOf(network.names.nameOf(each.instance), each));
  const kinks = gradients.filter(({ verdict }) => verdict === "kink");
  const wrong = gradients.filter(({ verdict, ok }) => verdict !== "kink" && !ok);
  const coarse = gradients.filter(
    (each) => each.verdict === "match" && isCoarse(each) && each.symbolic !== 0,
  );
  return [
    ...alignColumns([[first, ...heads], ...rows]),
    ...wrong.map((each) => wrongLine(network, each)),
    ...kinks.map((each) => kinkLine(network, each)),
    ...coarse.map((each) => coarseLine(network, each)),
  ];
}
