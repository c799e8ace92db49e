import { quote } from "../../../errors/quote.js";
import { reference } from "../../algebra/constructors.js";
import type { Expression } from "../../algebra/expression.js";
import { findFunction } from "../../algebra/functions/index.js";
import { constants } from "../spellings.js";

/** What names mean while a formula is turned into an expression. */
export interface Scope {
  /** What a bare name that is no index stands for; undefined where the name is unknown. */
  readonly variable: (name: string) => Expression | undefined;
  /** The number of indices that the quantity of this name takes; undefined where there is none. */
  readonly rank: (name: string) => number | undefined;
  /** Whether the file gives the size of an index of this name. */
  readonly isSized: (index: string) => boolean;
  /** The names that a misspelled one may have meant. */
  readonly names: () => Iterable<string>;
  /** Whether a name that nothing has defined is taken for a misspelled function where it is called. */
  readonly isUndefined?: (name: string) => boolean;
  /** What a formula may use, where that is little enough to say. */
  readonly advice?: string;
}

/** A scope of plain variables, as in an activation formula in `x`: each name stands for an expression. */
export const variableScope = (variables: ReadonlyMap<string, Expression>): Scope => ({
  variable: (name) => variables.get(name),
  rank: (name) => (variables.has(name) ? 0 : undefined),
  isSized: () => false,
  names: () => variables.keys(),
  ...(variables.size <= 4 && { advice: `the formula may use ${listOf([...variables.keys()])}` }),
});

/**
 * The scope of a free expression: every name is a variable, except names of functions, and those of constants
 * where they are not among the names that were given a meaning.
 */
export function openScope(given: ReadonlySet<string>): Scope {
  const isVariable = (name: string): boolean =>
    given.has(name) || (findFunction(name) === undefined && !constants.has(name));
  return {
    variable: (name) => (isVariable(name) ? reference(name) : undefined),
    rank: (name) => (isVariable(name) ? 0 : undefined),
    isSized: () => false,
    isUndefined: (name) => !given.has(name),
    names: () => given,
  };
}

const listOf = (names: readonly string[]): string =>
  names.length === 0 ? "no names" : names.map((name) => quote(name)).join(", ");
