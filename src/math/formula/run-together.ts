import { namesWithin } from "./function-names.js";
import { constants, isGreek, spellings } from "./spellings.js";

/** A part of a word without spaces: a function that takes what follows it, or a factor. */
interface Part {
  readonly kind: "function" | "factor";
  readonly text: string;
}

/** Words of these letters are read as products where nothing says that they are one name. */
const isLettered = /^[\p{Script=Latin}\p{Script=Greek}\d]+$/u;

/** Where a variable can begin in a word so that it stands for itself: `x1` not in `x12`. */
function hasVariable(word: string, variable: string): boolean {
  for (let at = word.indexOf(variable); at >= 0; at = word.indexOf(variable, at + 1)) {
    const isCut = /\d$/.test(variable) && /^\d/.test(word.slice(at + variable.length));
    if (!isCut) return true;
  }
  return false;
}

/** Whether a name may be meant as a product or a function with one of the variables in it: `xy`, `sinx` for x. */
export const hidesVariable = (name: string, variables: Iterable<string>): boolean =>
  isLettered.test(name) &&
  !isGreek(name) &&
  !constants.has(name) &&
  [...variables].some((variable) => hasVariable(name, variable));

/** The parts of a word: functions, the names that are known, Greek letters, numbers, and single letters. */
function partsOf(word: string, known: readonly string[]): readonly Part[] {
  const parts: Part[] = [];
  const names = [...known, "pi"].sort((a, b) => b.length - a.length);
  for (let rest = word; rest !== ""; ) {
    const text = firstPart(rest, names);
    const isFunction = namesWithin.includes(text) && !known.includes(text);
    parts.push({ kind: isFunction ? "function" : "factor", text });
    rest = rest.slice(text.length);
  }
  return parts;
}

const firstPart = (rest: string, names: readonly string[]): string =>
  namesWithin.find((name) => rest.startsWith(name)) ??
  names.find((name) => rest.startsWith(name)) ??
  /^[a-z]+/i
    .exec(rest)?.[0]
    .match(/^(?:alpha|beta|gamma|delta|epsilon|theta|lambda|sigma|omega|phi|rho|tau)/)?.[0] ??
  /^\d+/.exec(rest)?.[0] ??
  String.fromCodePoint(rest.codePointAt(0) ?? 0);

const canonical = (name: string): string => spellings.get(name) ?? name;

/** The parts as a formula: a function takes all that follows, up to the next function. */
function written(parts: readonly Part[]): string {
  const factors: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at];
    if (part?.kind !== "function") {
      if (part) factors.push(constants.get(part.text) ?? part.text);
      continue;
    }
    const end = parts.findIndex((each, place) => place > at && each.kind === "function");
    const inner = parts.slice(at + 1, end < 0 ? undefined : end);
    factors.push(`${canonical(part.text)}(${inner.length > 0 ? written(inner) : "…"})`);
    at += inner.length;
  }
  return factors.join("*");
}

/** How a name may have been meant that runs several together: `x*e` of `xe`, `sin(x)` of `sinx`; `x*2` and `x^2` of `x2`. */
export function readingsOf(name: string, known: readonly string[]): readonly string[] {
  const parts = partsOf(name, known);
  const [first, second] = parts;
  const product = written(parts);
  return parts.length === 2 && first?.kind === "factor" && /^\d+$/.test(second?.text ?? "")
    ? [product, `${first.text}^${second?.text}`]
    : [product];
}

/** Of more letters than these a name is a word: `haversin` is no product. */
const mostFactors = 3;

/**
 * What a called name consists of that ends with a function, `x*sin` of `xsin`: the factors before it, and the
 * function. Where all names are free, each letter is a factor.
 */
export function factorsBeforeFunction(
  name: string,
  { known, isOpen }: { readonly known: readonly string[]; readonly isOpen: boolean },
): { readonly factors: string; readonly called: string } | undefined {
  const called = namesWithin.find((each) => name.endsWith(each) && each !== name);
  if (called === undefined) return undefined;
  const before = partsOf(name.slice(0, -called.length), known);
  const isShort = before.length <= mostFactors;
  const isFactor = (text: string): boolean =>
    (isOpen && isShort) || known.includes(text) || constants.has(text) || /^\d+$/.test(text);
  const isProduct = before.every(({ kind, text }) => kind === "factor" && isFactor(text));
  return isProduct ? { factors: written(before), called: canonical(called) } : undefined;
}
