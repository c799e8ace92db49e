import type { CommanderError } from "commander";
import { misspelledNames, orList } from "../errors/misspelled.js";
import { nearestName } from "../errors/nearest-name.js";
import { InputError, type Problem } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import type { CommandRow } from "./command.js";
import { otherWord } from "./other-words.js";

const longest = 300;

/** A wrong command line. */
export const usageError = (message: string, help?: string): InputError =>
  new InputError({ code: "usage", message, ...(help !== undefined && { help }) });

/** The help for a misspelled name. */
export function suggestionFor(name: string, known: Iterable<string>): string | undefined {
  const near = nearestName(name, known);
  return near === undefined ? undefined : `did you intend \`${near}\`?`;
}

/** A word that is none of those that can stand in its place: `pdf` is no format. */
export const unknownWord = (what: string, word: string, known: readonly string[]): InputError => {
  const near = misspelledNames(word, known);
  const meant = otherWord(what, word);
  const names = meant !== undefined && known.includes(meant) ? [meant] : near;
  const help = names.length > 0 ? `did you intend ${orList(names)}?` : undefined;
  return new InputError({
    code: `unknown-${what}`,
    message: `${quote(word)} is no ${what}, expected one of ${known.map((each) => `\`${each}\``).join(", ")}`,
    ...(help !== undefined && { help }),
  });
};

/** What the parser of the command line has refused, in our words. */
export function usageProblem(
  { code, message }: CommanderError,
  argv: readonly string[],
  commands: readonly CommandRow[],
): Problem {
  if (code === "commander.unknownCommand") return unknownCommand(argv, commands);
  const [, sentence = message, near] =
    /^(?:error: )?([\s\S]*?)(?:\n\(Did you mean (?:one of )?(.*?)\?\))?$/.exec(message) ?? [];
  const command = commands.find(({ name }) => name === argv[0]);
  const help = near ? `did you intend \`${near}\`?` : helpFor(code, command, sentence);
  return { code: "usage", message: shortened(sentence.replaceAll("'", "`")), help };
}

function unknownCommand(argv: readonly string[], commands: readonly CommandRow[]): Problem {
  const [command = ""] = argv;
  const names = commands.map(({ name }) => name);
  return {
    code: "usage",
    message: `there is no command ${quote(command)}, received ${quote(`gradwalk ${argv.join(" ")}`, longest)}`,
    help: suggestionFor(command, names) ?? "`gradwalk --help` lists the commands",
  };
}

function helpFor(code: string, command: CommandRow | undefined, sentence: string): string {
  const isOneDash = code === "commander.unknownOption" && !/'--/.test(sentence);
  if (isOneDash && command?.dashHelp !== undefined) return command.dashHelp;
  return `\`gradwalk ${command ? `${command.name} ` : ""}--help\` explains what can be written`;
}

const shortened = (sentence: string): string =>
  sentence.length > longest ? `${sentence.slice(0, longest)}…` : sentence;
