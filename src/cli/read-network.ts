import { catalog } from "../network/catalog.js";
import { buildNetwork, type Network } from "../network/network.js";
import { readSpec } from "../spec/read-spec.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** Reads and builds the network of a file; `-` is standard input. */
export const readNetwork = async (file: string, terminal: Terminal): Promise<Network> =>
  buildNetwork(readSpec(await readText(file, terminal), catalog));
