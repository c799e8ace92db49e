import { basename, dirname } from "node:path";
import { Option } from "commander";
import { type Training, train } from "../../gradients/train/train.js";
import type { Network } from "../../network/network.js";
import type { CommandRow } from "../command.js";
import { eachFile } from "../each-file.js";
import { displayName, printable } from "../failure.js";
import { toJson } from "../json.js";
import { fileArgument, jsonOption, outputFileOption, wholeNumberFor } from "../options.js";
import { isSameFile } from "../output-place.js";
import { readNetwork } from "../read-network.js";
import type { Terminal } from "../terminal.js";
import { showProgress } from "../train-progress.js";
import { uninterrupted } from "../uninterrupted.js";
import { usageError } from "../usage.js";
import { writeFiles } from "../write-files.js";

/** More losses than this are of no use, and longer runs of none in a lesson. */
const mostSteps = 1_000_000;

/** About so many losses are listed. */
const mostListed = 20;

/** The steps at which the loss is listed: the first and the last one, and round numbers between. */
function listedSteps(steps: number): readonly number[] {
  const least = steps / mostListed;
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const stride = [1, 2, 5, 10].map((factor) => factor * unit).find((each) => each >= least) ?? 1;
  const listed = Array.from({ length: Math.ceil(steps / stride) }, (_, place) => place * stride);
  return [...listed, steps];
}

function plain(file: string, { steps, losses, parameters }: Training): string {
  const width = String(steps).length;
  const line = (step: number): string => `  ${String(step).padStart(width)}  ${losses[step]}`;
  return [
    `${displayName(file)}: ${steps} ${steps === 1 ? "step" : "steps"}`,
    "",
    "Loss after so many steps",
    ...listedSteps(steps).map(line),
    "",
    "Parameters",
    ...[...parameters].map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
  ].join("\n");
}

/** Takes the steps and shows how far it is. */
function trainWatched(network: Network, steps: number, terminal: Terminal): Training {
  const progress = showProgress(steps, terminal);
  try {
    return train(network, steps, progress.report);
  } finally {
    progress.end();
  }
}

const writeJson = (path: string, training: Training): Promise<readonly string[]> =>
  uninterrupted(() =>
    writeFiles(dirname(path), new Map([[basename(path), `${toJson(training)}\n`]])),
  );

interface Given {
  readonly file: string;
  readonly steps: number;
  /** The file that takes the JSON. */
  readonly output?: string;
  readonly json?: boolean;
}

/** `train FILE --steps N`: the loss after every step, and the parameters after the last one. */
export const trainCommand: CommandRow<Given> = {
  name: "train",
  summary: "take steps of the optimizer",
  description:
    "Takes steps of the optimizer, each with the gradients over all samples, and prints the loss after every step and the parameters after the last one.",
  arguments: [fileArgument()],
  options: [
    new Option("--steps <count>", "how many steps the optimizer takes")
      .argParser(wholeNumberFor("--steps", 0, mostSteps))
      .makeOptionMandatory(),
    outputFileOption("a file for the JSON"),
    jsonOption("print JSON"),
  ],
  examples: ["gradwalk train net.yaml --steps 100 --json"],
  run: ({ file, steps, output, json = false }, { terminal }) =>
    eachFile([file], { json, terminal }, async () => {
      if (output !== undefined && file !== "-" && (await isSameFile(file, output)))
        throw usageError("`-o` names the network file itself, which would be overwritten");
      const training = trainWatched(await readNetwork(file, terminal), steps, terminal);
      const written = output === undefined ? [] : await writeJson(output, training);
      if (json) terminal.data(toJson(training));
      else terminal.data([plain(file, training), ...written.map(printable)].join("\n\n"));
      return 0;
    }),
};
