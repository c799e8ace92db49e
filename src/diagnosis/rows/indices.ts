import type { AtLinear, Hooks } from "../hooks.js";
import type { PlainLayer, PlainNetwork, Vector } from "../plain-network.js";
import { outer, total } from "../products.js";
import { lastLayer, mistakeRowsOf, only, upTo } from "../row.js";

/** More units than this are not tried in the place of one. */
const mostShifts = 8;

/** The numbers moved on by some places, the last ones to the front. */
const moved = (values: Vector, by: number): Vector =>
  values.map((_, k) => values[(k + by) % values.length] ?? 0);

/** One way for each number of places that a layer's units can be taken for each other. */
function shifts(
  plain: PlainNetwork,
  isMeant: (layer: number) => boolean,
  unitsOf: (layer: PlainLayer) => number,
  gradient: (at: AtLinear, by: number) => Vector,
): readonly Hooks[] {
  const widths = plain.layers.filter((_, layer) => isMeant(layer)).map(unitsOf);
  const most = Math.max(0, ...widths);
  return upTo(Math.min(most - 1, mostShifts)).map((by) => ({
    weightGradient: (at) => (isMeant(at.layer) ? gradient(at, by) : undefined),
  }));
}

const otherSource = ({ delta, source }: AtLinear, by: number): Vector =>
  outer(delta, moved(source, by));
const otherDelta = ({ delta, source }: AtLinear, by: number): Vector =>
  outer(moved(delta, by), source);

/** x[j] δ[i], the outer product the wrong way round, laid out like the weight. */
const swappedOuter = ({ delta, source }: AtLinear): Vector =>
  delta.flatMap((_, j) => source.map((_each, i) => (source[j] ?? 0) * (delta[i] ?? 0)));

const isSquare = ({ inputs, outputs }: PlainLayer): boolean => inputs === outputs && inputs > 1;

const sums = (gradients: readonly Vector[]): Vector =>
  (gradients[0] ?? []).map((_, k) => total(gradients.map((each) => each[k] ?? 0)));

/** Mistakes about which δ meets which input in the gradient of a weight, and how the parts are added up. */
export const indexRows = mistakeRowsOf([
  {
    id: "wrong_hidden_unit",
    isLocal: true,
    line: () => ({ kind: "weight-gradient", layer: 0 }),
    variants: (plain) =>
      shifts(
        plain,
        (layer) => layer < lastLayer(plain),
        ({ outputs }) => outputs,
        otherDelta,
      ),
  },
  {
    id: "wrong_input_i2",
    isLocal: true,
    line: () => ({ kind: "weight-gradient", layer: 0 }),
    variants: (plain) =>
      shifts(
        plain,
        (layer) => layer === 0,
        ({ inputs }) => inputs,
        otherSource,
      ),
  },
  {
    id: "wrong_source_h2",
    isLocal: true,
    line: (plain) => ({ kind: "weight-gradient", layer: lastLayer(plain) }),
    variants: (plain) =>
      shifts(
        plain,
        (layer) => layer > 0,
        ({ inputs }) => inputs,
        otherSource,
      ),
  },
  {
    id: "wrong_target_o2",
    isLocal: true,
    line: (plain) => ({ kind: "weight-gradient", layer: lastLayer(plain) }),
    variants: (plain) =>
      shifts(
        plain,
        (layer) => layer === lastLayer(plain),
        ({ outputs }) => outputs,
        otherDelta,
      ),
  },
  {
    id: "gradient_transposed",
    line: () => ({ kind: "weight-gradient", layer: 0 }),
    variants: (plain) =>
      only(plain.layers.some(isSquare), {
        weightGradient: (at) => {
          const layer = at.plain.layers[at.layer];
          return layer && isSquare(layer) ? swappedOuter(at) : undefined;
        },
      }),
  },
  {
    id: "no_last_factor",
    line: (plain) => ({ kind: "weight-gradient", layer: lastLayer(plain) }),
    variants: () => [
      {
        weightGradient: ({ delta, source }) =>
          outer(
            delta,
            source.map(() => 1),
          ),
      },
    ],
  },
  {
    id: "net_instead_of_out_as_input",
    line: (plain) => ({ kind: "weight-gradient", layer: lastLayer(plain) }),
    variants: ({ layers }) =>
      only(
        layers.some(({ stages }, layer) => stages.length > 0 && layer < layers.length - 1),
        {
          weightGradient: ({ layer, delta, source, trace }) =>
            outer(delta, trace.preActivations[layer - 1] ?? source),
        },
      ),
  },
  {
    id: "weight_instead_of_input",
    line: (plain) => ({ kind: "weight-gradient", layer: lastLayer(plain) }),
    variants: () => [
      {
        weightGradient: ({ delta, weight, source }) =>
          weight.map((w, place) => w * (delta[Math.floor(place / source.length)] ?? 0)),
      },
    ],
  },
  {
    id: "first_sample_only",
    line: () => ({ kind: "over-samples" }),
    variants: ({ inputs }) =>
      only(inputs.length > 1, { overSamples: (gradients) => gradients[0] ?? [] }),
  },
  {
    id: "last_sample_only",
    line: () => ({ kind: "over-samples" }),
    variants: ({ inputs }) =>
      only(inputs.length > 1, { overSamples: (gradients) => gradients.at(-1) ?? [] }),
  },
  {
    id: "samples_averaged_twice",
    line: () => ({ kind: "over-samples" }),
    variants: ({ inputs, share }) =>
      only(inputs.length > 1 && share !== 1, {
        overSamples: (gradients) => sums(gradients).map((each) => each / inputs.length),
      }),
  },
]);
