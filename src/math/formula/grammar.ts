import {
  refuseClosing,
  refuseComma,
  refuseDepth,
  refuseEnd,
  refuseLength,
  refuseList,
  refuseMissingOperand,
  refuseOpening,
} from "./grammar-errors.js";
import { readImplicitProduct } from "./implicit-product.js";
import { type PlaceOf, refuse, type Token } from "./tokens.js";

const deepest = 100;
const mostOperators = 2000;

/** A bracket that is open, and how many signs and powers in it wait for the end of their operand. */
interface Frame {
  readonly kind: "whole" | "group" | "call" | "instance";
  readonly opening: number;
  pending: number;
}

interface State {
  readonly tokens: readonly Token[];
  readonly placeOf: PlaceOf;
  /** The innermost bracket last; the first frame is the whole formula. */
  readonly frames: Frame[];
  readonly output: string[];
  depth: number;
  operators: number;
}

/** What has just been read: a whole operand, or something after which one must follow. */
type Step = "operator" | "operand";

const closers = { whole: "", group: ")", call: ")", instance: "]" } as const;
const binaryOperators = new Set(["+", "-", "*", "/", "^"]);
const signs = new Set(["+", "-"]);

/** Stands for a token in the text for the parser, so that no word of a user has a meaning there. */
const placeholder = (index: number): string => `v${index}`;

/** The index of the token that a placeholder stands for. */
export const tokenIndexOf = (name: string): number => Number(name.slice(1));

/**
 * Checks the order of the tokens, and writes the formula again with placeholders and explicit products:
 * `2x^y` becomes `v0*v1^v3`. What passes is surely accepted by the parser; everything else is an InputError.
 */
export function checkGrammar(tokens: readonly Token[], placeOf: PlaceOf): string {
  const whole: Frame = { kind: "whole", opening: -1, pending: 0 };
  const state: State = { tokens, placeOf, frames: [whole], output: [], depth: 0, operators: 0 };
  let step: Step = "operator";
  for (const [at, token] of tokens.entries())
    step = step === "operator" ? readOperand(state, at, token) : readAfterOperand(state, at, token);
  checkEnd(state, step);
  return state.output.join("");
}

function readOperand(state: State, at: number, token: Token): Step {
  if (token.kind !== "symbol") return write(state, placeholder(at), "operand");
  if (token.text === "(") return open(state, at, token, "group");
  if (token.text === "[") return refuseList(state.placeOf, token);
  if (signs.has(token.text)) {
    deepen(state, token);
    return write(state, token.text, "operator");
  }
  const { kind, opening } = innermost(state);
  if (token.text === ")" && kind === "call" && opening === at - 1) return close(state, token);
  return refuseMissingOperand(state.placeOf, token, state.tokens[at - 1]);
}

function readAfterOperand(state: State, at: number, token: Token): Step {
  const followsName = state.tokens[at - 1]?.kind === "name";
  if (token.text === "(" && followsName) return open(state, at, token, "call");
  if (token.text === "[" && followsName) return open(state, at, token, "instance");
  if (token.text === "[") return refuseList(state.placeOf, token);
  if (token.text === ")" || token.text === "]") return close(state, token);
  if (token.text === ",") return separate(state, token);
  countOperator(state, token);
  if (binaryOperators.has(token.text)) return operate(state, token);
  readImplicitProduct(state.tokens, at, state.placeOf);
  settle(state);
  write(state, "*", "operator");
  return readOperand(state, at, token);
}

function operate(state: State, token: Token): Step {
  if (token.text === "^") deepen(state, token);
  else settle(state);
  return write(state, token.text, "operator");
}

function open(state: State, at: number, token: Token, kind: Frame["kind"]): Step {
  deepen(state, token);
  state.frames.push({ kind, opening: at, pending: 0 });
  return write(state, token.text, "operator");
}

function close(state: State, token: Token): Step {
  const { kind, opening } = innermost(state);
  if (closers[kind] !== token.text)
    refuseClosing(state.placeOf, token, state.tokens[opening], closers[kind]);
  settle(state);
  state.frames.pop();
  return write(state, token.text, "operand");
}

function separate(state: State, token: Token): Step {
  const { kind } = innermost(state);
  if (kind === "whole" || kind === "group") refuseComma(state.placeOf, token);
  settle(state);
  return write(state, ",", "operator");
}

/** One level more, until an operator of lower rank, a comma or a closing bracket ends it. */
function deepen(state: State, token: Token): void {
  innermost(state).pending += 1;
  state.depth += 1;
  if (state.depth > deepest) refuseDepth(state.placeOf, token, deepest);
}

function settle(state: State): void {
  const frame = innermost(state);
  state.depth -= frame.pending;
  frame.pending = 0;
}

function countOperator(state: State, token: Token): void {
  state.operators += 1;
  if (state.operators > mostOperators) refuseLength(state.placeOf, token, mostOperators);
}

function checkEnd(state: State, step: Step): void {
  const { tokens, placeOf } = state;
  const last = tokens.at(-1);
  if (!last)
    refuse(
      placeOf,
      { start: 0, end: 0 },
      { code: "empty-formula", message: "the formula is empty" },
    );
  if (step === "operator") refuseEnd(placeOf, last);
  const { kind, opening } = innermost(state);
  const bracket = tokens[opening];
  if (bracket) refuseOpening(placeOf, bracket, closers[kind]);
}

function innermost(state: State): Frame {
  const frame = state.frames.at(-1);
  if (!frame) throw new Error("the whole formula has been closed");
  return frame;
}

function write(state: State, text: string, step: Step): Step {
  state.output.push(text);
  return step;
}
