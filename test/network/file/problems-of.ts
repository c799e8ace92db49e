import { InputError, type Problem } from "../../../src/errors/problem.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { catalog } from "./catalog.js";

/** The problems of a file, none if it is good. Any other error is a failure. */
export function problemsOf(text: string): readonly Problem[] {
  try {
    readSpec(text, catalog);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

/** A problem that a file must have, and words of its message or help. */
export type Case = readonly [
  about: string,
  file: string,
  code: string,
  place: readonly [line: number, column: number, length: number] | undefined,
  ...words: RegExp[],
];

/** The cases with names for their parts. */
export const named = (cases: readonly Case[]) =>
  cases.map(([about, file, code, place, ...words]) => ({
    about,
    file,
    code,
    place: place && { line: place[0], column: place[1], length: place[2] },
    words,
  }));
