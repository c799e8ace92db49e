import type { CheckResult, GradientCheck, Sides } from "../check/methods/check-gradients.js";
import type { Network } from "../network/network.js";

/** A number for JSON, which knows no infinity: that one is a word, and what does not exist is null. */
const jsonNumber = (value: number | undefined): number | string | null => {
  if (value === undefined || Number.isNaN(value)) return null;
  return Number.isFinite(value) ? value : String(value);
};

/** Where float64 is too coarse to tell an error of 10^-9 of the value. */
export const isCoarse = ({ errorBound, symbolic }: GradientCheck): boolean =>
  errorBound > 1e-9 * Math.abs(symbolic);

const parameterJson = (check: GradientCheck): object => ({
  symbolic: jsonNumber(check.symbolic),
  reverse: check.reverse,
  finiteDifference: check.finiteDifference,
  complexStep: check.complexStep,
  highPrecision: check.highPrecision,
  verdict: check.verdict,
  ok: check.ok,
  relativeError: check.relativeError,
  float64: jsonNumber(check.float64),
  errorBound: jsonNumber(check.errorBound),
  coarse: isCoarse(check),
  finiteDifferenceError: check.finiteDifferenceError,
  ...(check.reason && { reason: check.reason }),
  ...(check.expected && { expected: check.expected }),
});

/** The numbers between the derivatives from both sides; null where a side is missing. */
function intervalOf({ left, right }: Sides): readonly (number | string | null)[] | null {
  if (left === undefined || right === undefined) return null;
  return [jsonNumber(Math.min(left, right)), jsonNumber(Math.max(left, right))];
}

function kinkJson({ names }: Network, check: GradientCheck): object {
  const { sides = { left: undefined, right: undefined }, kinks = [] } = check;
  const sites = kinks.map((kink) => ({
    quantity: names.nameOf(kink.instance),
    function: kink.function,
  }));
  return {
    parameter: names.nameOf(check.instance),
    quantity: sites[0]?.quantity ?? null,
    function: sites[0]?.function ?? null,
    left: jsonNumber(sides.left),
    right: jsonNumber(sides.right),
    interval: intervalOf(sides),
    convention: jsonNumber(check.symbolic),
    ok: check.ok,
    sites,
  };
}

/** What `check --json` says about the gradients of a network; the keys are public. */
export function checkJson(
  network: Network,
  result: CheckResult,
): { readonly ok: boolean } & Readonly<Record<string, unknown>> {
  const { names } = network;
  const gradients = new Map(
    result.gradients.map((each) => [names.nameOf(each.instance), parameterJson(each)] as const),
  );
  return {
    ok: result.ok,
    maxRelativeError: result.maxRelativeError,
    checked: result.checked,
    total: result.total,
    sampled: result.checked < result.total,
    parameters: result.of === "given" ? {} : gradients,
    ...(result.of === "given" && { inputs: gradients }),
    kinks: result.gradients
      .filter(({ verdict }) => verdict === "kink")
      .map((each) => kinkJson(network, each)),
  };
}
