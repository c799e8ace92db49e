import { stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, sep } from "node:path";
import { networkFile, refersToWeights } from "../from-weights/network-file.js";
import { quote } from "../problem/quote.js";
import { displayName, printable, tell } from "./failure.js";
import { readTensors } from "./read-tensors.js";
import type { Terminal } from "./terminal.js";
import { usageError } from "./usage.js";
import { writeFiles } from "./write-files.js";

/** The options of `import`. */
export interface ImportOptions {
  /** The network file to write; standard output where it is absent. */
  readonly output?: string;
  readonly terminal: Terminal;
}

/** `import WEIGHTS`: writes a network file for weights, and says on stderr what they do not tell. */
export async function importCommand(
  weights: string,
  { output, terminal }: ImportOptions,
): Promise<number> {
  try {
    if (output !== undefined) await refuseSameFile(weights, output);
    const file = await readTensors(weights, terminal, displayName(weights));
    if (weights === "-" && refersToWeights(file))
      throw usageError(
        "so large a network file refers to its weights, and standard input has no name",
      );
    const { text, unknown } = networkFile(file, pathFrom(output, weights));
    if (output === undefined) terminal.data(text.trimEnd());
    else {
      const written = await writeFiles(dirname(output), new Map([[basename(output), text]]));
      terminal.data(written.map(printable).join("\n"));
    }
    for (const sentence of unknown)
      terminal.error(`${displayName(output ?? weights)}: note: ${printable(sentence)}`);
    return 0;
  } catch (error) {
    tell(terminal, displayName(weights), error);
    return 2;
  }
}

/** Writing over the weights would destroy them. */
async function refuseSameFile(weights: string, output: string): Promise<void> {
  const [from, to] = await Promise.all(
    [weights, output].map((file) => stat(file).catch(() => undefined)),
  );
  if (from && to && from.dev === to.dev && from.ino === to.ino)
    throw usageError(`\`-o\` is the file of weights itself: ${quote(output, 200)}`);
}

/** The path from the folder of the network file, as network files have it. */
function pathFrom(output: string | undefined, weights: string): string {
  if (output === undefined || isAbsolute(weights)) return weights;
  return relative(dirname(output), weights).split(sep).join("/");
}
