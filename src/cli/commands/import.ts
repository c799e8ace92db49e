import { basename, dirname, isAbsolute, relative, sep } from "node:path";
import { Argument } from "commander";
import { quote } from "../../errors/quote.js";
import { networkFile, refersToWeights } from "../../network/from-weights/network-file.js";
import type { CommandRow } from "../command.js";
import { eachFile } from "../each-file.js";
import { displayName, printable } from "../failure.js";
import { outputFileOption } from "../options.js";
import { isSameFile } from "../output-place.js";
import { readTensors } from "../read-tensors.js";
import { usageError } from "../usage.js";
import { writeFiles } from "../write-files.js";

/** Writing over the weights would destroy them. */
async function refuseSameFile(weights: string, output: string): Promise<void> {
  if (weights !== "-" && (await isSameFile(weights, output)))
    throw usageError(`\`-o\` is the file of weights itself: ${quote(output, 200)}`);
}

/** The path from the folder of the network file, as network files have it. */
function pathFrom(output: string | undefined, weights: string): string {
  if (output === undefined || isAbsolute(weights)) return weights;
  return relative(dirname(output), weights).split(sep).join("/");
}

interface Given {
  readonly weights: string;
  /** The network file to write; standard output where it is absent. */
  readonly output?: string;
}

/** `import WEIGHTS`: writes a network file for weights, and says on stderr what they do not tell. */
export const importCommand: CommandRow<Given> = {
  name: "import",
  summary: "write a network file for weights",
  description:
    "Writes a network file for the linear layers of a .safetensors file or of a state_dict of PyTorch, alone or in a checkpoint, and says what the weights do not tell. No code in such a file is run.",
  arguments: [
    new Argument("<weights>", "a file of safetensors or PyTorch; - reads standard input"),
  ],
  options: [outputFileOption("the network file")],
  examples: ["gradwalk import model.safetensors -o net.yaml"],
  run: ({ weights, output }, { terminal }) =>
    eachFile([weights], { json: false, terminal }, async () => {
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
        for (const path of written) terminal.data(printable(path));
      }
      for (const sentence of unknown)
        terminal.error(`${displayName(output ?? weights)}: note: ${printable(sentence)}`);
      return 0;
    }),
};
