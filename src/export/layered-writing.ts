import type { LayeredSpec } from "../network/file/spec.js";
import type { LayeredModel } from "../network/layered/layered.js";
import type { Network } from "../network/network.js";
import type { Writing } from "./writing.js";

/** A layered network with its spec, and what is written of it. */
export interface LayeredWriting {
  readonly network: Network;
  readonly layered: LayeredModel;
  readonly spec: LayeredSpec;
  readonly writing: Writing;
}
