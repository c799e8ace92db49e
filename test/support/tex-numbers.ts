import {
  type Exact,
  fractionOf,
  functionNames,
  functionValue,
  minusOne,
  one,
  over,
  plus,
  raised,
  times,
  zero,
} from "./exact.js";

/** The commands that may stand in a formula of numbers alone. */
const numericCommands = new Set([
  ...functionNames,
  ..."times cdot frac left right lvert rvert gt quad pi".split(" "),
]);

const wordPattern = /\\mathrm\{([A-Za-z]+)\}/g;

/** Whether TeX holds numbers and functions alone: every letter belongs to a known function. */
export function isNumeric(tex: string): boolean {
  const commands = tex.replaceAll(wordPattern, "\\$1").match(/\\[A-Za-z]+/g) ?? [];
  if (!commands.every((command) => numericCommands.has(command.slice(1)))) return false;
  const letters = tex
    .replaceAll(wordPattern, "")
    .replaceAll(/\\[A-Za-z]+/g, "")
    .replaceAll(/(?<![A-Za-z])e\^/g, "");
  return /\d/.test(tex) && !/[A-Za-z]/.test(letters);
}

/** A number as it stands alone: a plain decimal, or a decimal times a power of ten. */
export interface PrintedNumber {
  readonly value: Exact;
  /** How many significant digits it shows. */
  readonly digits: number;
}

const numberPattern = /^(-?)(\d+(?:\.\d+)?)(?: \\times 10\^\{(-?\d+)\})?$/;

/** Reads a number that stands alone; undefined for anything else. */
export function printedNumber(tex: string): PrintedNumber | undefined {
  const [, sign, mantissa, exponent = "0"] = numberPattern.exec(tex) ?? [];
  if (mantissa === undefined) return undefined;
  const scaled = times(fractionOf(mantissa), raised(fractionOf("10"), fractionOf(exponent)));
  const digits = mantissa.replace(".", "").replace(/^0+/, "").length;
  return { value: sign === "-" ? times(minusOne, scaled) : scaled, digits: Math.max(1, digits) };
}

const tokenPattern = /\s*(\\mathrm\{[A-Za-z]+\}|\\[A-Za-z]+|\d+(?:\.\d+)?|.)/gy;

const tokensOf = (tex: string): readonly string[] =>
  [...tex.matchAll(tokenPattern)].map(([, token = ""]) => token).filter((token) => token !== "");

/**
 * The value of a formula of numbers, recomputed from its digits as they are printed. Anything that it cannot
 * read is an error.
 */
export function evaluateTex(tex: string): Exact {
  const tokens = tokensOf(tex);
  let place = 0;
  const peek = (): string => tokens[place] ?? "";
  const next = (): string => tokens[place++] ?? "";
  const expectToken = (token: string): void => {
    const found = next();
    if (found !== token) throw new Error(`expected ${token}, found ${found} in ${tex}`);
  };
  const braced = (): Exact => {
    expectToken("{");
    const value = sum();
    expectToken("}");
    return value;
  };
  const listUntil = (...closing: readonly string[]): readonly Exact[] => {
    const values = [sum()];
    while (peek() === ",") {
      next();
      values.push(sum());
    }
    closing.forEach(expectToken);
    return values;
  };
  const only = (values: readonly Exact[]): Exact => {
    const [value] = values;
    if (!value || values.length > 1) throw new Error(`a list stands for a number in ${tex}`);
    return value;
  };

  function sum(): Exact {
    let value = product();
    while (peek() === "+" || peek() === "-")
      value = plus(value, next() === "-" ? times(minusOne, product()) : product());
    return value;
  }

  function product(): Exact {
    if (peek() === "-") {
      next();
      return times(minusOne, product());
    }
    let value = factor();
    for (;;) {
      if (peek() === "\\times" || peek() === "\\cdot") next();
      else if (
        place >= tokens.length ||
        ["+", "-", "}", ")", "]", ",", "/", "\\right", "\\rvert", "\\gt", "="].includes(peek())
      )
        break;
      value = times(value, factor());
    }
    if (peek() === "/") {
      next();
      value = over(value, factor());
    }
    return value;
  }

  function factor(): Exact {
    const base = atom();
    if (peek() !== "^") return base;
    next();
    return raised(base, braced());
  }

  /** `[a \gt b]` or `[a = b]`: 1 where it holds, else 0. */
  function bracket(...closing: readonly string[]): Exact {
    const left = sum();
    const relation = next();
    const right = sum();
    closing.forEach(expectToken);
    const sign = functionValue("sgn", [plus(left, times(minusOne, right))]);
    const holds = relation === "=" ? 0 : 1;
    return toNumber(sign) === holds ? one : zero;
  }

  function atom(): Exact {
    const token = next();
    if (/^\d/.test(token)) return fractionOf(token);
    if (token === "(") return only(listUntil(")"));
    if (token === "[") return bracket("]");
    if (token === "\\left") {
      const opening = next();
      if (opening === "[") return bracket("\\right", "]");
      if (opening === "(") return only(listUntil("\\right", ")"));
      throw new Error(`an unknown delimiter ${opening} in ${tex}`);
    }
    if (token === "e") {
      expectToken("^");
      return functionValue("exp", [braced()]);
    }
    if (token === "\\lvert") return functionValue("abs", listUntil("\\rvert"));
    if (token === "\\frac") {
      const top = braced();
      return over(top, braced());
    }
    if (token === "\\pi") return functionValue("pi", []);
    if (token === "\\sqrt") return functionValue("sqrt", [braced()]);
    return call(token.replace(/^\\mathrm\{(.*)\}$/, "$1").replace("\\", ""));
  }

  /** `\tanh^{2}\left(x\right)` or `\max\left(a, b\right)` */
  function call(name: string): Exact {
    if (!functionNames.includes(name)) throw new Error(`cannot read ${name} in ${tex}`);
    let exponent: Exact = one;
    if (peek() === "^") {
      next();
      exponent = braced();
    }
    expectToken("\\left");
    expectToken("(");
    return raised(functionValue(name, listUntil("\\right", ")")), exponent);
  }

  const value = sum();
  if (place < tokens.length)
    throw new Error(`cannot read ${tokens.slice(place).join("")} in ${tex}`);
  return value;
}

const toNumber = (value: Exact): number => ("top" in value ? Number(value.top) : value.toNumber());
