import { type Gradients, gradientsOf, type PerSample } from "../lesson/gradients.js";
import { eachFile } from "./each-file.js";
import { displayName, warn } from "./failure.js";
import { toJson } from "./json.js";
import { readNetwork } from "./read-network.js";
import type { Terminal } from "./terminal.js";

const line = ([name, value]: readonly [string, PerSample]): string =>
  `  ${name.padEnd(12)} ${typeof value === "number" ? value : value.join("  ")}`;

const block = (title: string, table: ReadonlyMap<string, PerSample>): readonly string[] =>
  table.size === 0 ? [] : ["", title, ...[...table].map(line)];

function plain(file: string, { loss, values, gradients, inputs }: Gradients): string {
  return [
    `${displayName(file)}: ${loss.name} = ${loss.value}`,
    ...block("Values", values),
    ...block(`Gradients of ${loss.name}`, gradients),
    ...block(`Derivatives of ${loss.name} by what is given`, inputs),
  ].join("\n");
}

/** `gradients FILE…`: the loss and every gradient. */
export const gradientsCommand = (
  files: readonly string[],
  options: { readonly json: boolean; readonly terminal: Terminal },
): Promise<number> =>
  eachFile(files, options, async (file) => {
    const network = await readNetwork(file, options.terminal);
    const gradients = gradientsOf(network);
    const warnings = warn(options.terminal, file, network);
    const answer = { file, ...gradients, ...(warnings.length > 0 && { warnings }) };
    options.terminal.data(options.json ? toJson(answer) : plain(file, gradients));
    return 0;
  });
