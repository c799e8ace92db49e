import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import { exportTargets } from "../export/index.js";
import type { DerivativeRequest } from "../lesson/free-expression.js";
import { checkCommand } from "./check.js";
import { deriveCommand, type Pages } from "./derive.js";
import { deriveLines } from "./derive-lines.js";
import { diagnoseCommand } from "./diagnose.js";
import { type ExportOptions, exportCommand } from "./export.js";
import { messageOf, tell } from "./failure.js";
import { gradientsCommand } from "./gradients.js";
import { importCommand } from "./import.js";
import {
  digitsOption,
  formatsOption,
  languagesOption,
  listFor,
  orderOption,
  outputFileOption,
  outputOption,
  stepsOption,
} from "./options.js";
import { readPoint } from "./point.js";
import { type ReportOptions, reportCommand } from "./report.js";
import type { Terminal } from "./terminal.js";
import { type TrainOptions, trainCommand } from "./train.js";
import { usageError, usageProblem } from "./usage.js";
import { verifyCommand } from "./verify.js";

const { version } = createRequire(import.meta.url)("gradwalk/package.json") as { version: string };

/** Standard input can be read once. */
function checkFiles(files: readonly string[]): void {
  if (files.filter((file) => file === "-").length > 1)
    throw usageError("`-` stands twice, and standard input can be read only once");
}

const example = (...lines: readonly string[]): string =>
  `\nExample:\n${lines.map((line) => `  $ ${line}\n`).join("")}`;

/** Gives the exit code of a command that has run. */
type Finish = (code: number) => void;

const addReport = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("report")
    .summary("write study notes for network files")
    .description(
      "Writes study notes for network files into FOLDER/STEM/report.LANGUAGE.FORMAT, where STEM is the name of the file. Nothing is written unless every number holds.",
    )
    .argument("<files...>", "network files; - reads standard input")
    .addOption(outputOption())
    .addOption(languagesOption())
    .addOption(formatsOption())
    .option("--wrt <names>", "the parameters to walk, such as w1,w5", listFor("--wrt"))
    .addOption(digitsOption())
    .option("--template <file>", "a Markdown file in the place of the built-in one")
    .option("--json", "print what was written as JSON")
    .addHelpText("after", example("gradwalk report net.yaml --lang en,zh --wrt w1,w5"))
    .action(async (files: readonly string[], options: Omit<ReportOptions, "terminal">) => {
      checkFiles(files);
      finish(await reportCommand(files, { ...options, json: options.json ?? false, terminal }));
    });

const addGradients = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("gradients")
    .summary("print the loss and every gradient")
    .description("Prints the loss, every value on the way to it, and every derivative of it.")
    .argument("<files...>", "network files; - reads standard input")
    .option("--json", "print a line of JSON for each file")
    .addHelpText("after", example("gradwalk gradients net.yaml --json"))
    .action(async (files: readonly string[], { json = false }: { readonly json?: boolean }) => {
      checkFiles(files);
      finish(await gradientsCommand(files, { json, terminal }));
    });

const addImport = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("import")
    .summary("write a network file for weights")
    .description(
      "Writes a network file for the linear layers of a .safetensors file or of a state_dict in a .pt file, and says what the weights do not tell. No code in such a file is run.",
    )
    .argument("<weights>", "a .safetensors or .pt file; - reads standard input")
    .addOption(outputFileOption("the network file"))
    .addHelpText("after", example("gradwalk import model.safetensors -o net.yaml"))
    .action(async (weights: string, options: { readonly output?: string }) => {
      finish(await importCommand(weights, { ...options, terminal }));
    });

const addExport = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("export")
    .summary("write a script that computes the same gradients elsewhere")
    .description(
      `Writes a script for the same network, in ${exportTargets.map(({ name }) => name).join(", ")}. It prints loss, values and gradients as JSON.`,
    )
    .argument("<file>", "a network file; - reads standard input")
    .requiredOption("--to <target>", `one of ${exportTargets.map(({ name }) => name).join(", ")}`)
    .option("-o, --output <file>", "where to write; standard output if it is left out")
    .addHelpText("after", example("gradwalk export net.yaml --to python -o net.py"))
    .action(async (file: string, options: Omit<ExportOptions, "terminal">) => {
      finish(await exportCommand(file, { ...options, terminal }));
    });

const addTrain = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("train")
    .summary("take steps of the optimizer")
    .description(
      "Takes steps of the optimizer, each with the gradients over all samples, and prints the loss after every step and the parameters after the last one.",
    )
    .argument("<file>", "a network file; - reads standard input")
    .addOption(stepsOption())
    .addOption(outputFileOption("a file for the JSON"))
    .option("--json", "print JSON")
    .addHelpText("after", example("gradwalk train net.yaml --steps 100 --json"))
    .action(async (file: string, options: Omit<TrainOptions, "terminal">) => {
      finish(await trainCommand(file, { ...options, json: options.json ?? false, terminal }));
    });

const addCheck = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("check")
    .summary("check every gradient by independent methods")
    .description(
      "Compares every gradient with reverse accumulation, differences, the complex step and high precision. The verdicts follow from error bounds, so there is no tolerance to set.",
    )
    .argument("<files...>", "network files; - reads standard input")
    .option(
      "--against <file>",
      "also judge the numbers of this file: YAML, JSON, .safetensors or .pt; - reads standard input",
    )
    .option("--json", "print a line of JSON for each file")
    .addHelpText(
      "after",
      example("gradwalk check net.yaml", "gradwalk check net.yaml --against mine.json"),
    )
    .action(async (files: readonly string[], { json = false, against }: CheckArguments) => {
      checkFiles(against === undefined ? files : [...files, against]);
      finish(
        await checkCommand(files, { json, terminal, ...(against !== undefined && { against }) }),
      );
    });

interface CheckArguments {
  readonly json?: boolean;
  readonly against?: string;
}

interface DeriveArguments extends Pages {
  readonly wrt?: readonly string[];
  readonly at?: string;
  readonly order: number;
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

function requestOf(
  expression: string | undefined,
  { wrt, at, order }: DeriveArguments,
): DerivativeRequest {
  if (expression === undefined)
    throw usageError("the expression is missing", "`gradwalk derive --help` shows an example");
  if (!wrt)
    throw usageError("the option `--wrt` is missing", "add the variables, such as `--wrt x,y`");
  return { expression, wrt, order, ...(at !== undefined && { at: readPoint(at) }) };
}

const pageOptions = ["output", "lang", "format"] as const;

const addDerive = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("derive")
    .summary("differentiate one expression, rule by rule")
    .description(
      "Differentiates one expression, rule by rule. It is printed, or with --format, --lang or -o written as FOLDER/derivation.LANGUAGE.FORMAT.",
    )
    .argument("[expression]", "such as x^2*sin(x); behind -- if it begins with a minus sign")
    .option("--wrt <names>", "the variables, such as x,y", listFor("--wrt"))
    .option("--at <point>", "also evaluate here, such as x=1,y=-2.5")
    .addOption(orderOption())
    .option("--json", "print JSON")
    .addOption(
      new Option("--jsonl", "answer JSON requests on standard input, one a line").conflicts([
        ...["wrt", "at", "order"],
        ...pageOptions,
      ]),
    )
    .addOption(formatsOption())
    .addOption(languagesOption())
    .addOption(outputOption())
    .addOption(digitsOption())
    .addHelpText(
      "after",
      example(
        'gradwalk derive "x^2*sin(x)" --wrt x --at x=1',
        `echo '{"expression":"x^2","wrt":["x"],"at":{"x":1},"order":2}' | gradwalk derive --jsonl`,
      ),
    )
    .action(async (expression: string | undefined, options: DeriveArguments, command: Command) => {
      if (options.jsonl && expression !== undefined)
        throw usageError("`--jsonl` reads its expressions from standard input, received one more");
      if (options.jsonl) return finish(await deriveLines(terminal));
      const arePages = pageOptions.some((name) => command.getOptionValueSource(name) === "cli");
      const { json = false } = options;
      const request = requestOf(expression, options);
      finish(await deriveCommand(request, { json, terminal, ...(arePages && { pages: options }) }));
    });

const addDiagnose = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("diagnose")
    .summary("find the mistake behind wrong numbers")
    .description(
      "Says which known mistakes lead to the numbers that somebody has computed. w1 is the gradient of w1, w1@3 is w1 after three steps; h1 and E are values, E@3 after three steps.",
    )
    .argument("<file>", "a network file with layers; - reads standard input")
    .argument("<answers...>", "such as w1=0.000668396")
    .option("--lang <code>", "language of the explanations: en, zh", "en")
    .option("--json", "print JSON")
    .addHelpText("after", example("gradwalk diagnose net.yaml w1=0.000668396 w5=0.0821670"))
    .action(
      async (
        file: string,
        answers: readonly string[],
        { lang, json = false }: { readonly lang: string; readonly json?: boolean },
      ) => finish(await diagnoseCommand(file, answers, { lang, json, terminal })),
    );

const addVerify = (program: Command, terminal: Terminal, finish: Finish): Command =>
  program
    .command("verify")
    .summary("re-check a derivation that was written as data")
    .description(
      "Re-checks a step stream, which `report --format json` writes, with a judge that shares no code with what derived it.",
    )
    .argument("<file>", "a step stream; - reads standard input")
    .option("--json", "print the verdict as JSON")
    .addHelpText("after", example("gradwalk verify output/net/report.en.json"))
    .action(async (file: string, { json = false }: { readonly json?: boolean }) => {
      finish(await verifyCommand(file, { json, terminal }));
    });

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
    .addHelpText("after", example("gradwalk report net.yaml", "gradwalk report --help"));

/** Runs a command line and gives its exit code: 0 done, 1 something checked is wrong, 2 wrong input or usage. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const finish: Finish = (result) => {
    code = result;
  };
  const program = newProgram(terminal);
  for (const add of [
    addReport,
    addGradients,
    addCheck,
    addDerive,
    addExport,
    addImport,
    addTrain,
    addDiagnose,
    addVerify,
  ])
    add(program, terminal, finish);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      tell(terminal, "gradwalk", error);
      return 2;
    }
    if (error.exitCode === 0) return 0;
    const commands = program.commands.map((command) => command.name());
    // The help that is shown to who gives no command is no error to be told.
    if (error.code !== "commander.help")
      terminal.error(messageOf("gradwalk", usageProblem(error, argv, commands)));
    return 2;
  }
}
