import { Argument, Option } from "commander";
import { quote } from "../errors/quote.js";
import { canonicalName } from "../math/formula/tokens.js";
import { usageError } from "./usage.js";

const invalid = (text: string, option: string, expected: string): Error =>
  usageError(`cannot use ${quote(text)} for \`${option}\`, expected ${expected}`);

/** Reads a list of names, separated by commas outside of brackets: `w1,W1[1,2]` are two. */
const listFor =
  (option: string) =>
  (text: string): readonly string[] => {
    const names = text
      .split(/,(?![^[]*\])/)
      .map((part) => canonicalName(part.trim()))
      .filter((part) => part !== "");
    if (names.length === 0) throw invalid(text, option, "at least one name");
    return [...new Set(names)];
  };

/** Reads a whole number between two bounds. */
export const wholeNumberFor =
  (option: string, least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && least <= value && value <= most) return value;
    throw invalid(text, option, `a whole number from ${least} to ${most}`);
  };

/** One network file; `what` says so in other words. */
export const fileArgument = (what = "a network file"): Argument =>
  new Argument("<file>", `${what}; - reads standard input`);

/** Any number of network files. */
export const filesArgument = new Argument("<files...>", "network files; - reads standard input");

export const jsonOption = (what: string): Option => new Option("--json", what);

/** `--wrt NAMES`: what to differentiate by. */
export const variablesOption = (what: string): Option =>
  new Option("--wrt <names>", what).argParser(listFor("--wrt"));

function readFolder(text: string): string {
  if (text.trim() === "") throw invalid(text, "--output", "the name of a folder");
  return text;
}

/** `-o FOLDER` of commands that write pages. */
export const outputOption = new Option("-o, --output <folder>", "where to write")
  .argParser(readFolder)
  .default("output", "output");

function readOutputFile(text: string): string {
  if (text.trim() === "" || /[/\\]$/.test(text))
    throw invalid(text, "--output", "the name of a file");
  return text;
}

/** `-o FILE` of commands that otherwise print what they make. */
export const outputFileOption = (what: string): Option =>
  new Option("-o, --output <file>", `${what}; standard output without it`).argParser(
    readOutputFile,
  );

export const languagesOption = new Option("--lang <codes>", "languages: en, zh")
  .argParser(listFor("--lang"))
  .default(["en"], "en");

/** `--format NAMES`: in which formats pages are written. */
export const formatsOption = (names: string): Option =>
  new Option("--format <formats>", `kinds of file: ${names}`)
    .argParser(listFor("--format"))
    .default(["md", "html"], "md,html");

export const digitsOption = new Option("--digits <count>", "significant digits of rounded numbers")
  .argParser(wholeNumberFor("--digits", 2, 30))
  .default(6);
