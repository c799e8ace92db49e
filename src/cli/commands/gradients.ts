import { type Gradients, gradientsOf, type PerSample } from "../../gradients/gradients.js";
import type { Network } from "../../network/network.js";
import { exactLoss } from "../../notes/lesson/exact-loss.js";
import type { CommandRow } from "../command.js";
import { eachFile, refuseInputTwice } from "../each-file.js";
import { displayName, warn } from "../failure.js";
import { toJson } from "../json.js";
import { filesArgument, jsonOption } from "../options.js";
import { readNetwork } from "../read-network.js";

const line = ([name, value]: readonly [string, PerSample]): string =>
  `  ${name.padEnd(12)} ${typeof value === "number" ? value : value.join("  ")}`;

const block = (title: string, table: ReadonlyMap<string, PerSample>): readonly string[] =>
  table.size === 0 ? [] : ["", title, ...[...table].map(line)];

/** The loss, with `=` only where the number is all of it. */
function lossText(network: Network, { name, value }: Gradients["loss"]): string {
  const exact = exactLoss(network);
  return exact === undefined ? `${name} ≈ ${value}` : `${name} = ${exact}`;
}

function plain(file: string, network: Network, results: Gradients): string {
  const { loss, values, gradients, inputs } = results;
  return [
    `${displayName(file)}: ${lossText(network, loss)}`,
    ...block("Values", values),
    ...block(`Gradients of ${loss.name}`, gradients),
    ...block(`Derivatives of ${loss.name} by what is given`, inputs),
  ].join("\n");
}

interface Given {
  readonly files: readonly string[];
  readonly json?: boolean;
}

/** `gradients FILE…`: the loss and every gradient. */
export const gradientsCommand: CommandRow<Given> = {
  name: "gradients",
  summary: "print the loss and every gradient",
  description: "Prints the loss, every value on the way to it, and every derivative of it.",
  arguments: [filesArgument],
  options: [jsonOption("print a line of JSON for each file")],
  examples: ["gradwalk gradients net.yaml --json"],
  run({ files, json = false }, { terminal }) {
    refuseInputTwice(files);
    return eachFile(files, { json, terminal }, async (file) => {
      const network = await readNetwork(file, terminal);
      const gradients = gradientsOf(network);
      const warnings = warn(terminal, file, network);
      const answer = { file, ...gradients, ...(warnings.length > 0 && { warnings }) };
      terminal.data(json ? toJson(answer) : plain(file, network, gradients));
      return 0;
    });
  },
};
