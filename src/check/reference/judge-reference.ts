import { backpropagate } from "../../backprop/backpropagate.js";
import type { Instance } from "../../model/model.js";
import type { Network } from "../../network/network.js";
import type { Bounded } from "../../numeric/running-error.js";
import { type Located, locate } from "./locate.js";
import type { Reference, ReferenceNumber, ReferencePrecision } from "./reference.js";
import { type Truth, truthOf } from "./truth.js";
import { ballOf, judgeWritten, roundedAs, type WrittenVerdict } from "./written-number.js";

/** `right` and `wrong` for all numbers; `last digit off` for one that is judged by its digits. */
export type ClaimVerdict = WrittenVerdict;

/** One number of a claim beside the true one. */
export interface JudgedNumber {
  readonly instance: Instance;
  readonly given: ReferenceNumber;
  /** The true value in float64. */
  readonly right: number;
  /** The true value with the digits that are written; only where those are judged. */
  readonly rightText?: string;
  readonly verdict: ClaimVerdict;
}

/** What is said of one entry of a reference: its verdict is the worst of its numbers. */
export interface Claim extends Located {
  readonly numbers: readonly JudgedNumber[];
  readonly verdict: ClaimVerdict;
  readonly ok: boolean;
}

/** A number that departs, and what it is of. */
export interface Departure extends JudgedNumber {
  readonly kind: Located["kind"];
  readonly name: string;
}

export interface ReferenceResult {
  readonly ok: boolean;
  readonly precision: ReferencePrecision;
  /** In the order of the reference. */
  readonly claims: readonly Claim[];
  /** The first number along the network that is not right: forward in the order of the evaluation, then backward from the loss. */
  readonly first: Departure | undefined;
}

const verdicts: readonly ClaimVerdict[] = ["right", "last digit off", "wrong"];

const worst = (numbers: readonly JudgedNumber[]): ClaimVerdict =>
  numbers.reduce<ClaimVerdict>(
    (most, { verdict }) => (verdicts.indexOf(verdict) > verdicts.indexOf(most) ? verdict : most),
    "right",
  );

/** Judges numbers that somebody else has computed. Names and shapes that do not fit are InputErrors. */
export function judgeReference(network: Network, reference: Reference): ReferenceResult {
  const located = locate(network, reference);
  const truth = truthOf(backpropagate(network.model));
  const judgeEntry = judges[reference.precision](truth);
  const claims = located.map((each): Claim => {
    const numbers = judgeEntry(each);
    const verdict = worst(numbers);
    return { ...each, numbers, verdict, ok: verdict === "right" };
  });
  const ok = claims.every((claim) => claim.ok);
  const first = ok ? undefined : firstDeparture(network, claims, truth);
  return { ok, precision: reference.precision, claims, first };
}

function firstDeparture(
  { names }: Network,
  claims: readonly Claim[],
  { rank }: Truth,
): Departure | undefined {
  let first: { readonly departure: Departure; readonly rank: number } | undefined;
  for (const { kind, numbers } of claims)
    for (const number of numbers) {
      if (number.verdict === "right") continue;
      const place = rank(number.instance, kind);
      if (first && first.rank <= place) continue;
      const name = names.nameOf(number.instance);
      first = { departure: { ...number, kind, name }, rank: place };
    }
  return first?.departure;
}

type JudgeEntry = (truth: Truth) => (located: Located) => readonly JudgedNumber[];

/** Judges the numbers of an entry one by one. */
const each =
  (
    judge: (
      given: ReferenceNumber,
      instance: Instance,
      kind: Located["kind"],
      truth: Truth,
    ) => Omit<JudgedNumber, "instance" | "given">,
  ): JudgeEntry =>
  (truth) =>
  ({ entry, instances, kind }) =>
    instances.flatMap((instance, place) => {
      const given = entry.numbers[place];
      return given ? [{ instance, given, ...judge(given, instance, kind, truth) }] : [];
    });

const judges: Readonly<Record<ReferencePrecision, JudgeEntry>> = {
  written: each((given, instance, kind, truth) => {
    const { value, error } = truth.bounded(instance, kind);
    if (!Number.isFinite(value)) return { right: value, verdict: "wrong" };
    // Decimals are computed only where the bound of float64 leaves the last digit open.
    const verdict =
      judgeWritten(given.text, ballOf(value, error)) ??
      judgeWritten(given.text, truth.ball(instance, kind)) ??
      judgeWritten(given.text, truth.ball(instance, kind, true)) ??
      "right";
    if (verdict === "right") return { right: value, rightText: given.text, verdict };
    return { right: value, rightText: roundedAs(given.text, truth.ball(instance, kind)), verdict };
  }),
  double: each((given, instance, kind, truth) => {
    const bounded = boundedTruth(truth, instance, kind);
    return { right: bounded.value, verdict: isWithin(given.value, bounded) ? "right" : "wrong" };
  }),
  float32: judgeFloats,
};

/** The value in float64; where that has no error bound at all, from decimals. */
function boundedTruth(truth: Truth, instance: Instance, kind: Located["kind"]): Bounded {
  const bounded = truth.bounded(instance, kind);
  if (Number.isFinite(bounded.error) || !Number.isFinite(bounded.value)) return bounded;
  const { mid, radius } = truth.ball(instance, kind);
  return { value: mid.toNumber(), error: radius.toNumber() };
}

/**
 * Another program rounds as often as we do, so the error bound counts for both. An error of the larger of 4 bounds and
 * 10^-9 of the value lies outside.
 */
const isWithin = (given: number, { value, error }: Bounded): boolean =>
  Math.abs(given - value) <= 2 * error + 1e-10 * Math.abs(value);

/** float32 has 7 digits, of which sums lose some. */
const ofLargest = 1e-5;

function judgeFloats(truth: Truth): (located: Located) => readonly JudgedNumber[] {
  return ({ entry, instances, kind }) => {
    const values = instances.map((instance) => truth.bounded(instance, kind).value);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return instances.flatMap((instance, place) => {
      const [given, right] = [entry.numbers[place], values[place] ?? Number.NaN];
      if (!given) return [];
      const isRight = Math.abs(given.value - right) <= ofLargest * largest;
      return [{ instance, given, right, verdict: isRight ? "right" : "wrong" } as const];
    });
  };
}
