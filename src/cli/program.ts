import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import type { CommandRow } from "./command.js";
import { commands } from "./commands/index.js";
import { messageOf, tell } from "./failure.js";
import type { Terminal } from "./terminal.js";
import { usageProblem } from "./usage.js";

const { version } = createRequire(import.meta.url)("gradwalk/package.json") as { version: string };

const exampleText = (lines: readonly string[]): string =>
  `\nExample:\n${lines.map((line) => `  $ ${line}\n`).join("")}`;

const newProgram = (terminal: Terminal): Command =>
  new Command("gradwalk")
    .description("Walk every gradient by hand, checked by machine.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "explain a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.data(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
      // Its errors are thrown, and told in our form.
      outputError: () => {},
    })
    .addHelpText("after", exampleText(["gradwalk report net.yaml", "gradwalk report --help"]));

/** The arguments and options that were read for a row, under their names. */
const givenTo = (row: CommandRow, command: Command): object => ({
  ...command.opts(),
  ...Object.fromEntries(
    row.arguments.map((argument, place) => [argument.name(), command.processedArgs[place]]),
  ),
});

/** Adds a row to the program; its exit code goes to `finish`. */
function addCommand(
  program: Command,
  row: CommandRow,
  terminal: Terminal,
  finish: (code: number) => void,
): void {
  const command = program
    .command(row.name)
    .summary(row.summary)
    .description(row.description)
    .addHelpText("after", exampleText(row.examples));
  for (const argument of row.arguments) command.addArgument(argument);
  for (const option of row.options) command.addOption(option);
  command.action(async () => {
    const isStated = (option: string): boolean => command.getOptionValueSource(option) === "cli";
    // The types are lost in commander: what a row is given is what its own arguments and options read.
    finish(await row.run(givenTo(row, command) as never, { terminal, isStated }));
  });
}

/** Runs a command line and gives its exit code: 0 done, 1 something checked is wrong, 2 wrong input or usage. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const finish = (result: number): void => {
    code = result;
  };
  const program = newProgram(terminal);
  for (const row of commands) addCommand(program, row, terminal, finish);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      tell(terminal, "gradwalk", error);
      return 2;
    }
    if (error.exitCode === 0) return 0;
    // The help that is shown to who gives no command is no error to be told.
    if (error.code !== "commander.help")
      terminal.error(messageOf("gradwalk", usageProblem(error, argv, commands)));
    return 2;
  }
}
