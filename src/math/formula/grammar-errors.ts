import { quote } from "../../errors/quote.js";
import { type PlaceOf, refuse, type Token } from "./tokens.js";

/** Refuses a `[` that follows no name. */
export const refuseList = (placeOf: PlaceOf, { span }: Token): never =>
  refuse(placeOf, span, {
    code: "unexpected-list",
    message: "the formula has `[` without a name before it, and lists have no meaning in a formula",
    help: "an index follows a name, as in `x[i]`; several indices stand in one pair of brackets: `W[i,j]`",
  });

/** Refuses a symbol that stands where a value must stand. */
export const refuseMissingOperand = (
  placeOf: PlaceOf,
  token: Token,
  before: Token | undefined,
): never =>
  refuse(placeOf, token.span, {
    code: "missing-operand",
    message: before
      ? `the formula has ${quote(token.source)} after ${quote(before.source)}, where a value was expected`
      : `the formula begins with ${quote(token.source)}, where a value was expected`,
  });

/** Refuses a formula that ends with an operator, a comma or an opening bracket. */
export const refuseEnd = (placeOf: PlaceOf, last: Token): never =>
  refuse(placeOf, last.span, {
    code: "missing-operand",
    message: `the formula ends after ${quote(last.source)}, where a value was expected`,
  });

/** Refuses a closing bracket that fits no opening one. */
export const refuseClosing = (
  placeOf: PlaceOf,
  token: Token,
  opening: Token | undefined,
  closer: string,
): never =>
  refuse(placeOf, token.span, {
    code: "unbalanced-bracket",
    message: opening
      ? `the formula has ${quote(token.source)} where ${quote(opening.source)} must be closed by ${quote(closer)}`
      : `the formula has ${quote(token.source)}, which nothing has opened`,
  });

/** Refuses an opening bracket that is never closed. */
export const refuseOpening = (placeOf: PlaceOf, opening: Token, closer: string): never =>
  refuse(placeOf, opening.span, {
    code: "unbalanced-bracket",
    message: `the formula has ${quote(opening.source)}, which is never closed`,
    help: `add ${quote(closer)}`,
  });

/** Refuses a comma that separates neither arguments nor indices. */
export const refuseComma = (placeOf: PlaceOf, { span }: Token): never =>
  refuse(placeOf, span, {
    code: "misplaced-comma",
    message: "the formula has a comma outside of arguments and indices",
    help: "a number has a decimal point, not a comma",
  });

/** Refuses what would overflow the stack of whatever walks the tree. */
export const refuseDepth = (placeOf: PlaceOf, { span }: Token, deepest: number): never =>
  refuse(placeOf, span, {
    code: "formula-too-deep",
    message: `the formula is nested more than ${deepest} levels deep`,
    help: "split it into several equations",
  });

/** Refuses a sum or product of thousands of terms. */
export const refuseLength = (placeOf: PlaceOf, { span }: Token, most: number): never =>
  refuse(placeOf, span, {
    code: "formula-too-long",
    message: `the formula has more than ${most} operators`,
    help: "split it into several equations, or reduce over an index with `sum(i, …)`",
  });
