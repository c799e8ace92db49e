import type { NoMatrixReason } from "../../math/algebra/matrix/index.js";
import type { AssignmentRole, FirstStep } from "../../network/optimizers/optimizer-row.js";
import type { Formula } from "./formula.js";

/** What a step of differentiation is called; an elementary function stands under its own name. */
export interface RuleMention {
  /** The rule, or `function` for the derivative of the elementary function `name`. */
  readonly rule: string;
  readonly name?: string;
}

/**
 * Every sentence that a lesson can say, with what it speaks about. A language has one function for each; a
 * missing one does not compile. The codes are public names: once released, they stay.
 */
export interface SentenceArguments {
  // The subject and what is given.
  title: { readonly title: string | undefined };
  conventions: Nothing;
  inputs: { readonly quantity: Formula };
  targets: { readonly quantity: Formula };
  given: { readonly quantity: Formula };
  parameters: { readonly quantity: Formula };
  matrices: Nothing;
  abbreviated: { readonly most: number };
  "table-limited": { readonly shown: number; readonly total: number };
  "diagram-network": Nothing;
  "diagram-walk": { readonly target: string };
  // What the file may say but hardly means.
  "warning-flat": {
    readonly quantity: Formula;
    readonly read: Formula;
    /** The parameters that cannot learn, where others before it can. */
    readonly stopped: readonly Formula[];
  };
  "warning-logits": { readonly activation: string; readonly loss: string };
  "warning-probabilities": { readonly activation: string; readonly loss: string };
  "warning-cut": { readonly output: Formula };
  // Heads of tables.
  "column-quantity": Nothing;
  "column-values": Nothing;
  "column-parameter": Nothing;
  "column-formula": Nothing;
  "column-gradient": Nothing;
  "column-computation": Nothing;
  "column-new": Nothing;
  "column-walk": Nothing;
  "column-precise": Nothing;
  "column-reverse": Nothing;
  "column-difference": Nothing;
  "column-complex": Nothing;
  "column-verdict": Nothing;
  // Forward and loss.
  "forward-quantity": { readonly quantity: Formula; readonly role: ForwardRole };
  "forward-rest": { readonly count: number };
  "loss-intro": { readonly loss: Formula };
  "loss-equation": { readonly loss: Formula };
  "loss-terms": { readonly count: number };
  "loss-half": Nothing;
  "loss-mean": { readonly factor: Formula; readonly count: number };
  "loss-meaning": { readonly loss: Formula };
  "loss-class": Nothing;
  "loss-cut": Nothing;
  "likelihood-softmax": { readonly probabilities: Formula; readonly logits: Formula };
  "likelihood-loss": { readonly probabilities: Formula; readonly sumToOne: boolean };
  "likelihood-derivative": { readonly probabilities: Formula; readonly logits: Formula };
  "likelihood-cancel": { readonly probabilities: Formula; readonly sumToOne: boolean };
  samples: { readonly index: Formula; readonly loss: Formula };
  "folded-sum": { readonly count: number };
  "activation-threshold": { readonly inner: Formula; readonly most: Formula };
  "function-value": { readonly function: string };
  // The derivatives of functions, rule by rule.
  "function-intro": { readonly call: Formula };
  "function-result": Nothing;
  "rule-step": { readonly rule: RuleMention };
  "rule-substitution": { readonly name: Formula; readonly inner: Formula };
  // The walk of one parameter.
  "walk-heading": { readonly derivative: Formula };
  "walk-no-path": { readonly target: Formula };
  "walk-flat": { readonly target: Formula };
  "walk-one-path": { readonly target: Formula; readonly path: Formula };
  "walk-paths": { readonly target: Formula; readonly count: number };
  "walk-long": { readonly target: Formula; readonly count: bigint };
  "walk-many-paths": { readonly target: Formula; readonly count: bigint; readonly limit: number };
  "walk-chain": Nothing;
  "walk-path-item": { readonly number: number; readonly path: Formula };
  "walk-factors": Nothing;
  factor: {
    readonly derivative: Formula;
    readonly from: Formula;
    readonly to: Formula;
    readonly rules: readonly RuleMention[];
  };
  "factor-kink": {
    readonly function: string;
    readonly at: Formula;
    readonly left: Formula;
    readonly right: Formula;
    readonly used: Formula;
  };
  /** Several arguments of a function such as max are equal. */
  "factor-tie": { readonly function: string };
  "factor-direct": { readonly derivative: Formula; readonly quantity: Formula };
  "factor-known": { readonly value: Formula };
  "walk-product": { readonly number: number | undefined };
  "walk-sum": { readonly count: number };
  "walk-meaning": {
    readonly target: Formula;
    readonly derivative: Formula;
    /** The sign of the derivative, or that there is none and the value is a convention. */
    readonly sign: number | "kink";
  };
  "deltas-intro": { readonly hasDeltas: boolean };
  "deltas-alone": Nothing;
  "deltas-rest": Nothing;
  "deltas-known": { readonly known: readonly Formula[] };
  delta: {
    readonly delta: Formula;
    readonly quantity: Formula;
    /** The number of paths that come together here, where several do. */
    readonly merged: bigint | undefined;
    /** Whether it is the derivative that is wanted. */
    readonly isLast: boolean;
  };
  // The general formulas.
  "formulas-intro": Nothing;
  "formulas-notation": Nothing;
  "formula-heading": { readonly derivative: Formula };
  "formula-users": { readonly quantity: Formula; readonly users: readonly Formula[] };
  "formula-direct": { readonly quantity: Formula; readonly loss: Formula };
  "formula-delta": Nothing;
  "formula-guard": Nothing;
  "formula-result": Nothing;
  "matrix-intro": Nothing;
  "matrix-none": { readonly reason: NoMatrixReason["code"] };
  "matrix-shapes": { readonly shapes: readonly Formula[] };
  "transpose-contracted": {
    readonly factor: Formula;
    readonly index: Formula;
    readonly partner: Formula;
    readonly side: "left" | "right";
  };
  "transpose-outer": { readonly factor: Formula; readonly index: Formula };
  "transpose-layout": { readonly factor: Formula };
  // All gradients, the update, the check.
  "gradients-intro": { readonly hasSharedBias: boolean; readonly hasSamples: boolean };
  "gradients-deltas": Nothing;
  "gradients-equations": Nothing;
  unused: Nothing;
  "update-intro": {
    readonly optimizer: string;
    readonly parameter: Formula;
    readonly gradient: Formula;
    readonly rate: Formula;
  };
  "update-anew": Nothing;
  "update-count": { readonly count: Formula };
  "update-state": { readonly states: readonly Formula[]; readonly start: Formula };
  "update-worked": { readonly parameter: Formula; readonly gradient: Formula };
  "update-line": { readonly role: StepRole };
  "update-first-step": {
    readonly kind: FirstStep;
    readonly gradient: Formula;
    readonly rate: Formula;
  };
  "update-all": Nothing;
  "update-velocity": { readonly velocity: Formula };
  "update-frozen": { readonly names: readonly Formula[] };
  "update-after": {
    /** The loss with its value before the step, and the number that it is after it. */
    readonly before: Formula;
    readonly after: Formula;
    readonly change: "fallen" | "risen" | "same" | "hidden";
  };
  // Training.
  "train-intro": { readonly steps: number };
  "train-caption": { readonly steps: number };
  "train-title": Nothing;
  "train-steps": Nothing;
  "train-loss": { readonly loss: string; readonly isLog: boolean };
  "train-result": {
    readonly steps: number;
    readonly loss: Formula;
    readonly before: Formula;
    readonly after: Formula;
  };
  "train-some": { readonly loss: Formula };
  "train-skipped": { readonly operations: number };
  "train-diverged": { readonly steps: number };
  "check-intro": Nothing;
  "check-of": { readonly what: "given" | "nothing" };
  "check-limited": {
    readonly checked: number;
    readonly total: number;
    readonly isGiven: boolean;
  };
  "check-kink": {
    readonly parameters: readonly Formula[];
    /** Whether a function on the way is cut or switched as PyTorch does it, which is no kink. */
    readonly isCut: boolean;
    /** Whether a value in use lies outside of the slopes on both sides. */
    readonly isOutside: boolean;
  };
  "error-absolute": { readonly error: Formula };
  "column-kink": Nothing;
  "column-left": Nothing;
  "column-right": Nothing;
  "column-convention": Nothing;
  "kink-site": { readonly function: string; readonly quantity: Formula };
  "side-missing": Nothing;
  "side-infinite": { readonly isNegative: boolean };
  "difference-intro": { readonly target: Formula; readonly isTruncated: boolean };
  "difference-caption": { readonly name: string };
  "difference-title": { readonly name: string };
  "difference-step": Nothing;
  "difference-error": Nothing;
  "difference-measured": Nothing;
  "difference-truncation": Nothing;
  "difference-rounding": Nothing;
  "check-result": { readonly relations: number };
  verdict: { readonly verdict: "match" | "mismatch" | "kink" | "uncheckable" };
  // A free expression.
  "derive-title": { readonly expression: Formula };
  "derive-point": Nothing;
  "derive-heading": { readonly variables: readonly Formula[] };
  "derive-result": Nothing;
  "derive-value": Nothing;
}

/** A sentence that speaks about nothing in particular. */
type Nothing = Record<never, never>;

/** What a line of an optimizer's step computes. */
export type StepRole = AssignmentRole;

/** What a quantity is in the forward pass. */
export type ForwardRole =
  | { readonly kind: "weighted-sum"; readonly hasBias: boolean }
  | { readonly kind: "activation"; readonly function: string; readonly isElementwise: boolean }
  | { readonly kind: "softmax" }
  | { readonly kind: "definition" };

export type SentenceCode = keyof SentenceArguments;

/** A sentence before it is said in a language. */
export type Sentence = {
  [Code in SentenceCode]: { readonly code: Code; readonly arguments: SentenceArguments[Code] };
}[SentenceCode];

/** Builds a sentence; the compiler checks that it gets what it speaks about. */
export const sentence = <Code extends SentenceCode>(
  code: Code,
  ...[given]: Record<never, never> extends SentenceArguments[Code] ? [] : [SentenceArguments[Code]]
): Sentence => ({ code, arguments: given ?? {} }) as unknown as Sentence;
