import { createRequire } from "node:module";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { deriveCommand, deriveLines, readPoint } from "./derive.js";
import { messageOf, printable, problemsOf } from "./failure.js";
import { gradientsCommand } from "./gradients.js";
import { reportCommand } from "./report.js";
import type { Terminal } from "./terminal.js";

const { version } = createRequire(import.meta.url)("gradwalk/package.json") as { version: string };

/** A comma-separated list. */
const list = (text: string): readonly string[] =>
  text.split(",").map((part) => part.trim()).filter((part) => part !== "");

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && least <= value && value <= most) return value;
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };

/** Runs a command line and gives its exit code: 0 done, 1 something checked is wrong, 2 wrong input or usage. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = new Command("gradwalk")
    .description("Walk every gradient by hand, checked by machine")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.data(text.replace(/\n$/, "")),
      writeErr: (text) => terminal.error(printable(text.replace(/\n$/, "")).replaceAll("<U+000A>", "\n")),
    });

  program
    .command("report")
    .description("write study notes for network files")
    .argument("<files...>", "network files; - reads standard input")
    .option("-o, --output <folder>", "where to write", "output")
    .option("--lang <codes>", "languages, separated by commas", list, ["en"])
    .option("--format <formats>", "formats, separated by commas", list, ["md", "html"])
    .option("--wrt <names>", "parameters to walk, separated by commas", list)
    .option("--digits <count>", "significant digits of rounded numbers", wholeNumber(2, 30), 6)
    .option("--template <file>", "a template of your own")
    .option("--json", "print what was written as JSON", false)
    .action(async (files, options) => {
      code = await reportCommand(files, { ...options, terminal });
    });

  program
    .command("gradients")
    .description("the loss and every gradient")
    .argument("<files...>", "network files; - reads standard input")
    .option("--json", "print JSON", false)
    .action(async (files, options) => {
      code = await gradientsCommand(files, { ...options, terminal });
    });

  program
    .command("derive")
    .description("one expression, rule by rule")
    .argument("[expression]")
    .option("--wrt <names>", "variables, separated by commas", list)
    .option("--at <point>", "values, such as x=1,y=2")
    .addOption(new Option("--order <order>", "1 or 2").argParser(wholeNumber(1, 2)).default(1))
    .option("--json", "print JSON", false)
    .option("--jsonl", "a request a line on standard input", false)
    .option("--format <formats>", "pages to write: md, html", list)
    .option("--lang <codes>", "languages of pages", list, ["en"])
    .option("-o, --output <folder>", "where to write pages", "output")
    .option("--digits <count>", "significant digits of rounded numbers", wholeNumber(2, 30), 6)
    .action(async (expression: string | undefined, options) => {
      if (options.jsonl) code = await deriveLines(process.stdin, { terminal });
      else if (expression === undefined) program.error("error: missing required argument 'expression'");
      else if (!options.wrt?.length) program.error("error: missing required option '--wrt <names>'");
      else {
        const at = options.at === undefined ? undefined : readPoint(options.at);
        const request = { expression, wrt: options.wrt, order: options.order, ...(at && { at }) };
        code = deriveCommand(request, { ...options, terminal });
      }
    });

  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    for (const problem of problemsOf(error)) terminal.error(messageOf("gradwalk", problem));
    return 2;
  }
  return code;
}
