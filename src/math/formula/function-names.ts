import { findFunction, functionRows } from "../algebra/functions/index.js";
import type { FunctionRow } from "../algebra/functions/row.js";
import { spellings } from "./spellings.js";

/** The function that a called name stands for, in whichever spelling. */
export const calledFunction = (name: string): FunctionRow | undefined =>
  findFunction(name) ?? findFunction(spellings.get(name) ?? "");

/** The names of functions as formulas are told to write them, `ln` included. */
export const functionNames: readonly string[] = functionRows
  .filter(({ spelling }) => spelling === undefined)
  .flatMap(({ name, aliases = [] }) => [name, ...aliases]);

/** Two letters are a function only if everybody reads them so. */
const shortNames = new Set(["ln", "lg", "tg"]);
const isClear = (name: string): boolean => name.length > 2 || shortNames.has(name);

/** Whether a word is read as the name of a function also where it is not called, in whichever spelling. */
export const isFunctionWord = (name: string | undefined): name is string =>
  name !== undefined && isClear(name) && calledFunction(name) !== undefined;

/** Every spelling of a function that can be told within a longer word, the longest first. */
export const namesWithin: readonly string[] = [...functionNames, ...spellings.keys()]
  .filter((name) => /^[a-z]+\d*$/.test(name) && isClear(name))
  .sort((a, b) => b.length - a.length);
