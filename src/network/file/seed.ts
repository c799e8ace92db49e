import { unexpected } from "./readers.js";
import { type Reading, reportAt } from "./reading.js";
import type { Source } from "./source.js";
import type { LayerSpec, Located } from "./spec.js";

/** What `torch.manual_seed` takes: 64 bits, as a signed or as an unsigned integer. */
const seeds = { least: -(2n ** 63n), most: 2n ** 64n - 1n } as const;

/** Reads a seed: an integer of 64 bits, written without a fraction or an exponent. */
export function readSeed(reading: Reading, source: Source): Located<bigint> | undefined {
  const isInteger =
    source.kind === "scalar" && source.style === "plain" && /^[+-]?\d{1,20}$/.test(source.text);
  const value = isInteger ? BigInt(source.text.replace("+", "")) : undefined;
  if (value !== undefined && seeds.least <= value && value <= seeds.most)
    return { value, place: reading.placeOf(source) };
  return unexpected(reading, source, "`seed`", "an integer of at most 64 bits");
}

/** More numbers than this are not drawn or filled in: their gradients would not fit into memory. */
const mostNumbers = 5_000_000;

/** Layers without numbers need something that gives them, and must not be too large. */
export function checkDrawn(
  reading: Reading,
  layers: readonly (LayerSpec | undefined)[],
  hasNumbers: boolean,
): void {
  const drawn = layers.filter((layer) => layer?.kind === "drawn");
  const [first] = drawn;
  if (first && !hasNumbers)
    reportAt(reading, first.place, {
      code: "missing-key",
      message:
        "the layer has a size but no numbers, and the network file has neither `seed` nor `weights`",
      help: "add `seed: 0` to draw the numbers, `weights: model.safetensors` to read them, or give `weight` and `bias`",
    });
  const sizes = drawn.map(({ inputs, outputs }) => (inputs.value + 1) * outputs.value);
  if (first && sizes.reduce((sum, size) => sum + size, 0) > mostNumbers)
    reportAt(reading, first.place, {
      code: "file-too-large",
      message: `the layers without numbers have more than ${mostNumbers} weights and biases`,
    });
}
