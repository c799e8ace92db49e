import { InputError } from "../../errors/problem.js";
import { readStream } from "../format/read-stream.js";
import type { StepStream, StreamStep } from "../format/step-stream.js";
import { begin } from "./arithmetic/evaluate.js";
import { parse } from "./arithmetic/formula.js";
import { checkFormula } from "./arithmetic/well-formed.js";
import { claimsOf, headOf } from "./claims.js";
import { courtOf, type Reason } from "./court.js";
import { formulaReason, ruleReason } from "./judge-formula.js";
import { numberReason, pathReason } from "./judge-number.js";

/** What became of a stream. */
export interface Verdict {
  readonly ok: boolean;
  readonly steps: number;
  readonly rejected: readonly { readonly id: number; readonly reason: string }[];
}
const mostWork = 30_000_000;
/** What the first number of digits rejects may be right, and is judged again with more. */
const digitsTried = [42, 168, 500];
function judge(stream: StepStream, isSure: (id: number) => boolean): Verdict {
  const court = courtOf(stream);
  const claims = [...claimsOf(stream, court.pieces, court.live)];
  let place = 0;
  const reasonFor = (step: StreamStep): Reason => {
    const claim = claims[place] ?? { head: "no more" };
    if (claim.head !== headOf(step)) {
      if (court.open.size > 0) return ruleReason(court, step);
      const total = { ...step, rule: "total", before: `∂${step.before.replace(/.* > /, "")}` };
      if (step.rule === "path" && headOf(total) === claim.head) return pathReason(court, step);
      return `expected ${claim.head}`;
    }
    place++;
    if (court.open.size > 0) {
      court.open.clear();
      return "the derivative before it is not explained to its end";
    }
    if (claim.after !== undefined && claim.after !== step.after) return `it is ${claim.after}`;
    if (step.rule === "definition") checkFormula(parse(step.after), step.axes ?? [], court.arities);
    if (claim.after !== undefined) return undefined;
    return claim.formula ? formulaReason(court, claim, step) : numberReason(court, step);
  };
  const rejected = stream.steps.flatMap((step, at) => {
    if (step.id !== at + 1) return { id: step.id, reason: `its id is not ${at + 1}` };
    try {
      court.isSure = isSure(step.id);
      const reason = reasonFor(step);
      return reason === undefined ? [] : { id: step.id, reason };
    } catch (error) {
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      return { id: step.id, reason: error.message };
    }
  });
  if (place < claims.length || court.open.size > 0)
    rejected.push({ id: stream.steps.length, reason: "steps are missing behind it" });
  return { ok: rejected.length === 0, steps: stream.steps.length, rejected };
}

/** Judges the steps of a text in order. What is no stream at all is an InputError. */
export function verifyStream(text: string): Verdict {
  const stream = readStream(text);
  let doubted: ReadonlySet<number> | undefined;
  try {
    for (const digits of digitsTried) {
      begin(digits, mostWork);
      const verdict = judge(stream, (id) => doubted?.has(id) === false);
      doubted = new Set(verdict.rejected.map(({ id }) => id));
      if (verdict.ok || digits === digitsTried.at(-1)) return verdict;
    }
    throw new Error("no digits to judge with");
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const message = `cannot verify the stream: ${error.message}`;
    throw new InputError({ code: "invalid-stream", message });
  }
}
