/** A place in a text: line and column count from 1, in code points; `length` is that of the token there. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length?: number;
}

/**
 * Something that is wrong with what a user gave us. The message is one plain sentence without the place:
 * what we could not do, what we received, what we expected. Only `help` suggests what to do.
 */
export interface Problem {
  /** A stable code in kebab-case, such as `unknown-activation`. */
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
  readonly help?: string;
}

/** Thrown for bad input, with all the problems that were found; the CLI prints them and exits with 2. */
export class InputError extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}
