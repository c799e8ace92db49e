import { basename, dirname } from "node:path";
import { Option } from "commander";
import { quote } from "../../errors/quote.js";
import { exportTargets } from "../../export/index.js";
import { gradientsOf } from "../../gradients/gradients.js";
import type { CommandRow } from "../command.js";
import { eachFile } from "../each-file.js";
import { fileArgument, outputFileOption } from "../options.js";
import { isSameFile } from "../output-place.js";
import { readNetwork } from "../read-network.js";
import { unknownWord, usageError } from "../usage.js";
import { writeFiles } from "../write-files.js";

const targetNames = exportTargets.map(({ name }) => name);

/** A script over the network file that it was made from would destroy the file. */
async function refuseInput(file: string, output: string): Promise<void> {
  if (file === "-" || !(await isSameFile(file, output))) return;
  throw usageError(
    `cannot write the script to ${quote(output, 200)}: it is the network file`,
    "name another file after `-o`",
  );
}

interface Given {
  readonly file: string;
  readonly to: string;
  readonly output?: string;
}

/** `export FILE --to TARGET`: a script for the same network, on stdout or in a file. */
export const exportCommand: CommandRow<Given> = {
  name: "export",
  summary: "write a script that computes the same gradients elsewhere",
  description: `Writes a script for the same network, in ${targetNames.join(", ")}. It prints loss, values and gradients as JSON.`,
  arguments: [fileArgument()],
  options: [
    new Option("--to <target>", `one of ${targetNames.join(", ")}`).makeOptionMandatory(),
    outputFileOption("where to write"),
  ],
  examples: ["gradwalk export net.yaml --to python -o net.py"],
  async run({ file, to, output }, { terminal }) {
    const target = exportTargets.find(({ name }) => name === to);
    if (!target) throw unknownWord("target", to, targetNames);
    if (output !== undefined) await refuseInput(file, output);
    return eachFile([file], { json: false, terminal }, async () => {
      const network = await readNetwork(file, terminal);
      // A script cannot do better where something is not finite; this says which quantity it is.
      gradientsOf(network);
      const script = target.write(network);
      if (output === undefined) terminal.data(script.trimEnd());
      else await writeFiles(dirname(output), new Map([[basename(output), script]]));
      return 0;
    });
  },
};
