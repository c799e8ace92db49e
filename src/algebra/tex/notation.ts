import type { Notation } from "./options.js";
import { instanceTex } from "./symbol.js";

/** The notation of equation files: every name as it is written there. */
export const symbols: Notation = {
  reference: (name, indices) => ({ tex: instanceTex(name, indices), kind: "symbol" }),
};
