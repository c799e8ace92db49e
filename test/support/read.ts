import { readFileSync } from "node:fs";
import { catalog } from "../../src/network/catalog.js";
import { readSpec } from "../../src/network/file/read-spec.js";
import { buildNetwork, type Network } from "../../src/network/network.js";

/** The network of a file, given as its text or as the object that the text would hold. */
export const networkOf = (file: string | object): Network =>
  buildNetwork(readSpec(typeof file === "string" ? file : JSON.stringify(file), catalog));

/** The text of a file of the project. */
export const projectFile = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
