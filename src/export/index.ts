import type { Network } from "../network/network.js";
import { jaxScript, pytorchEquations } from "./autograd.js";
import { derivedScript } from "./script.js";
import { pytorchLayers } from "./sequential.js";

/** A kind of script that a network can be written as. */
export interface ExportTarget {
  readonly name: string;
  readonly write: (network: Network) => string;
}

/** Every kind of script. */
export const exportTargets: readonly ExportTarget[] = [
  {
    name: "python",
    write: (network) =>
      derivedScript(network, "python", { target: "python", needs: "nothing but Python 3" }),
  },
  {
    name: "numpy",
    write: (network) => derivedScript(network, "numpy", { target: "numpy", needs: "NumPy" }),
  },
  {
    name: "pytorch",
    write: (network) => {
      const { layered, spec } = network;
      return layered && spec.kind === "layered"
        ? pytorchLayers(network, layered, spec)
        : pytorchEquations(network);
    },
  },
  { name: "jax", write: jaxScript },
];
