import { asciiLookAlike, namedLookAlikes, sameLook } from "../../errors/look-alike.js";
import { nearestName } from "../../errors/nearest-name.js";
import { InputError, type Place, type Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { inText } from "../../math/formula/in-text.js";
import type { NameNode } from "../../math/formula/names/index-names.js";
import { hidesVariable, readingsOf } from "../../math/formula/run-together.js";
import { constantSpellings } from "../../math/formula/spellings.js";
import { powerOfRaised } from "../../math/formula/superscript.js";
import type { FormulaNode, Span } from "../../math/formula/tree.js";
import { exponentials, namesIn } from "./names-in.js";

/** The names of a free expression, and what is said about them beside it. */
interface FreeNames {
  readonly text: string;
  readonly tree: FormulaNode;
  readonly isVariable: (name: string) => boolean;
  readonly placeOf: (span: Span) => Place;
  readonly wrt: readonly string[];
  readonly at: ReadonlyMap<string, string> | undefined;
}

/**
 * Sees to it that every name of a free expression means what it says: no letters that only look like others, no
 * constant in another spelling, no product without its sign, and a value for each where values are given.
 */
export function checkNames(given: FreeNames): void {
  const nodes = namesIn(given.tree).filter(({ name }) => given.isVariable(name));
  const names = new Set(nodes.map(({ name }) => name));
  const bases = exponentials(given.tree, given.wrt);
  for (const node of nodes) {
    const { name, span } = node;
    const problem =
      lookAlike(name, names, given) ??
      otherConstant(name, given) ??
      runTogether(node, bases, given);
    if (problem) throw new InputError({ ...problem, place: given.placeOf(span) });
  }
  checkVariables(given.wrt, names);
  const missing = given.at && nodes.find(({ name }) => !given.at?.has(name));
  if (missing)
    throw new InputError({
      code: "missing-value",
      message: `there is no value for ${quote(missing.name)}`,
      place: given.placeOf(missing.span),
      help: `add it to the point: --at ${missing.name}=…`,
    });
}

const isMeant = (name: string, { wrt, at }: FreeNames): boolean =>
  wrt.includes(name) || (at?.has(name) ?? false);

/** A name that looks like another one, or like ASCII without being so, and that nothing has asked for. */
function lookAlike(
  name: string,
  names: ReadonlySet<string>,
  given: FreeNames,
): Omit<Problem, "place"> | undefined {
  const twin = sameLook(name, [...given.wrt, ...(given.at?.keys() ?? []), ...names]);
  const meant = twin ?? (isMeant(name, given) ? undefined : asciiLookAlike(name));
  if (meant === undefined) return undefined;
  const power = twin === undefined ? powerOfRaised(name) : undefined;
  return {
    code: "look-alike",
    message: `the name ${quote(name)} is not ${quote(meant)}, though it looks like it${namedLookAlikes(name) || namedLookAlikes(meant)}`,
    help:
      twin === undefined
        ? `write \`${power ?? meant}\`, or give it a value: --at ${name}=…`
        : "write both in letters of one alphabet",
  };
}

function otherConstant(name: string, given: FreeNames): Omit<Problem, "place"> | undefined {
  if (/^(?:inf|infinity|nan)$/i.test(name) && !isMeant(name, given))
    return {
      code: "unknown-constant",
      message: `${quote(name)} has no value, and formulas have finite numbers only`,
      help: `for a quantity of that name give it a value: --at ${name}=…`,
    };
  const constant = constantSpellings.get(name);
  if (constant === undefined || isMeant(name, given)) return undefined;
  return {
    code: "unknown-constant",
    message: `${quote(name)} has no value, and the constant is called \`${constant}\``,
    help: `write \`${constant}\`; for a quantity of that name give it a value: --at ${name}=…`,
  };
}

/** A name without a value that hides a variable, `xe` for x, or π among other letters. */
function runTogether(
  node: NameNode,
  bases: ReadonlySet<FormulaNode>,
  given: FreeNames,
): Omit<Problem, "place"> | undefined {
  const { name, span } = node;
  if (isMeant(name, given) || name.includes("_")) return undefined;
  const known = [...given.wrt, ...(given.at?.keys() ?? [])];
  if (!hidesVariable(name, [...given.wrt, "π"]) && !bases.has(node)) return undefined;
  const readings = readingsOf(name, known).flatMap((each) => inText(each, span, given.text));
  return {
    code: "run-together",
    message: `${quote(name)} is one name without a value, and may be meant as several`,
    help: `write ${readings.map((each) => `\`${each}\``).join(" or ")}; for one name give it a value, --at ${name}=…, or write it with a \`_\``,
  };
}

const withoutDigits = (name: string): string => name.replace(/\d+$/, "");

/** Whether two names are told apart by their numbers, and so on purpose: `x1` and `x2`. */
const areNumbered = (a: string, b: string): boolean =>
  a !== withoutDigits(a) && b !== withoutDigits(b) && withoutDigits(a) === withoutDigits(b);

/** Refuses a variable that the expression lacks and that is a misspelled one; by any other the derivative is 0. */
function checkVariables(wrt: readonly string[], names: ReadonlySet<string>): void {
  for (const variable of wrt) {
    if (names.has(variable)) continue;
    const others = [...names].filter((name) => !areNumbered(name, variable));
    const near = sameLook(variable, others) ?? nearestName(variable, others);
    if (near === undefined) continue;
    throw new InputError({
      code: "unknown-variable",
      message: `the expression does not contain ${quote(variable)}`,
      help: `did you intend \`${near}\`?`,
    });
  }
}
