import { basename, dirname, resolve } from "node:path";
import { type Training, train } from "../training/train.js";
import { eachFile } from "./each-file.js";
import { displayName, printable } from "./failure.js";
import { toJson } from "./json.js";
import { readNetwork } from "./read-network.js";
import type { Terminal } from "./terminal.js";
import { showProgress } from "./train-progress.js";
import { uninterrupted } from "./uninterrupted.js";
import { usageError } from "./usage.js";
import { writeFiles } from "./write-files.js";

/** The options of `train`. */
export interface TrainOptions {
  readonly steps: number;
  /** The file that takes the JSON. */
  readonly output?: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

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

const writeJson = (path: string, training: Training): Promise<readonly string[]> =>
  uninterrupted(() =>
    writeFiles(dirname(path), new Map([[basename(path), `${toJson(training)}\n`]])),
  );

/** `train FILE --steps N`: the loss after every step, and the parameters after the last one. */
export const trainCommand = (file: string, options: TrainOptions): Promise<number> =>
  eachFile([file], options, async () => {
    const { json, output, steps, terminal } = options;
    if (output !== undefined && file !== "-" && resolve(output) === resolve(file))
      throw usageError("`-o` names the network file itself, which would be overwritten");
    const network = await readNetwork(file, terminal);
    const progress = showProgress(steps, terminal);
    let training: Training;
    try {
      training = train(network, steps, progress.report);
    } finally {
      progress.end();
    }
    const written = output === undefined ? [] : await writeJson(output, training);
    if (json) terminal.data(toJson(training));
    else terminal.data([plain(file, training), ...written.map(printable)].join("\n\n"));
    return 0;
  });
