import type { Argument, Option } from "commander";
import type { Terminal } from "./terminal.js";

/** What a command finds around it. */
export interface Surroundings {
  readonly terminal: Terminal;
  /** Whether an option stands on the command line; one that does not may still have a default. */
  readonly isStated: (option: string) => boolean;
}

/** One command of the command line: what its help says, what it takes and what it does. */
export interface CommandRow<Given = never> {
  readonly name: string;
  /** Its line in the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  readonly options: readonly Option[];
  /** Command lines that show how it is used. */
  readonly examples: readonly string[];
  /** The help for an unknown word that begins with one dash, where it may have been meant as an argument. */
  readonly dashHelp?: string;
  /**
   * Does the work with the arguments and options under their names, and gives the exit code: 0 done, 1 something
   * checked is wrong, 2 wrong input. What it throws is told as a mistake in the command line.
   */
  readonly run: (given: Given, surroundings: Surroundings) => Promise<number>;
}
