import { backpropagate } from "../../gradients/backprop/backpropagate.js";
import type { Instance } from "../../math/model/model.js";
import type { Network } from "../../network/network.js";
import {
  isNotWrong,
  judgeNumber,
  type NumberJudgement,
  type NumberVerdict,
} from "./judge-number.js";
import { type Located, locate } from "./locate.js";
import { ranksOf } from "./rank.js";
import type { Reference, ReferenceNumber, ReferencePrecision } from "./reference.js";
import { truthOf } from "./truth.js";
import { resolutionsOf } from "./written-number.js";

/** One number of a claim beside the true one. */
export interface JudgedNumber extends NumberJudgement {
  readonly instance: Instance;
  readonly given: ReferenceNumber;
  readonly precision: ReferencePrecision;
}

/** What is said of one entry of a reference: its verdict is the worst of its numbers. */
export interface Claim extends Located {
  readonly numbers: readonly JudgedNumber[];
  readonly verdict: NumberVerdict;
  readonly ok: boolean;
}

/** A number that departs, and what it is of. */
export interface Departure extends JudgedNumber {
  readonly kind: Located["kind"];
  readonly name: string;
}

export interface ReferenceResult {
  /** Whether nothing is wrong, not even a last digit. */
  readonly ok: boolean;
  readonly isTyped: boolean;
  /** In the order of the reference. */
  readonly claims: readonly Claim[];
  /** The first number along the network that is not right: forward in the order of the evaluation, then backward from the loss. */
  readonly first: Departure | undefined;
  /** Numbers that are NaN or infinite, in the order of the reference. */
  readonly notFinite: readonly Departure[];
}

const verdicts: readonly NumberVerdict[] = ["right", "uncheckable", "last digit off", "wrong"];

const worst = (numbers: readonly JudgedNumber[]): NumberVerdict =>
  numbers.reduce<NumberVerdict>(
    (most, { verdict }) => (verdicts.indexOf(verdict) > verdicts.indexOf(most) ? verdict : most),
    "right",
  );

/** Judges numbers that somebody else has computed. Names and shapes that do not fit are InputErrors. */
export function judgeReference(network: Network, reference: Reference): ReferenceResult {
  const located = locate(network, reference);
  const model = backpropagate(network.model);
  const truth = truthOf(model);
  const resolution = resolutionsOf(located, tensorOf, writtenTexts);
  const claims = located.map((each): Claim => {
    const { entry, instances, kind } = each;
    const numbers = instances.flatMap((instance, place) => {
      const given = entry.numbers[place];
      if (!given) return [];
      const beside = { resolution: resolution(each) };
      const judged = judgeNumber(given, entry.precision, truth(instance, kind), beside);
      return [{ instance, given, precision: entry.precision, ...judged }];
    });
    const verdict = worst(numbers);
    return { ...each, numbers, verdict, ok: isNotWrong(verdict) };
  });
  const departures = departuresIn(network, claims);
  return {
    ok: claims.every((claim) => claim.ok),
    isTyped: reference.isTyped,
    claims,
    first: firstOf(departures, ranksOf(model.model)),
    notFinite: departures.filter(({ given }) => !Number.isFinite(given.value)),
  };
}

/** The numbers of one tensor count together, also where each has an entry of its own. */
const tensorOf = ({ kind, instances }: Located): string => `${kind} ${instances[0]?.name}`;

const writtenTexts = ({ entry: { precision, numbers } }: Located): readonly string[] =>
  precision === "written" ? numbers.map(({ text }) => text) : [];

const departuresIn = ({ names }: Network, claims: readonly Claim[]): readonly Departure[] =>
  claims.flatMap(({ kind, numbers }) =>
    numbers
      .filter(({ verdict }) => !isNotWrong(verdict))
      .map((number) => ({ ...number, kind, name: names.nameOf(number.instance) })),
  );

function firstOf(
  departures: readonly Departure[],
  rank: ReturnType<typeof ranksOf>,
): Departure | undefined {
  const ranked = departures.map((each) => ({ each, place: rank(each.instance, each.kind) }));
  return ranked.reduce<(typeof ranked)[number] | undefined>(
    (first, next) => (first && first.place <= next.place ? first : next),
    undefined,
  )?.each;
}
