import { total } from "../products.js";
import { mistakeRowsOf, only, upTo } from "../row.js";

/** More units than this are not tried in the place of one. */
const mostUnits = 8;

/** Mistakes about the gradient of a bias. */
export const biasRows = mistakeRowsOf([
  {
    id: "shared_bias_first_unit",
    line: () => ({ kind: "bias-gradient", layer: 0 }),
    variants: ({ layers }) =>
      layers.some(({ sharesBias, outputs }) => sharesBias && outputs > 1)
        ? upTo(Math.min(mostUnits, Math.max(...layers.map(({ outputs }) => outputs)))).map(
            (unit) => ({
              biasGradient: (delta, shared) => (shared ? delta.slice(unit - 1, unit) : delta),
            }),
          )
        : [],
  },
  {
    id: "bias_summed_over_units",
    line: () => ({ kind: "bias-gradient", layer: 0 }),
    variants: ({ layers }) =>
      only(
        layers.some(({ sharesBias, biasName, outputs }) => biasName && !sharesBias && outputs > 1),
        {
          biasGradient: (delta, shared) =>
            shared ? [total(delta)] : delta.map(() => total(delta)),
        },
      ),
  },
  {
    id: "shared_bias_averaged",
    line: () => ({ kind: "bias-gradient", layer: 0 }),
    variants: ({ layers }) =>
      only(
        layers.some(({ sharesBias, outputs }) => sharesBias && outputs > 1),
        {
          biasGradient: (delta, shared) => (shared ? [total(delta) / delta.length] : delta),
        },
      ),
  },
  {
    id: "bias_gradient_times_bias",
    line: () => ({ kind: "bias-gradient", layer: 0 }),
    variants: ({ layers }) =>
      only(
        layers.some(({ biasName }) => biasName !== undefined),
        {
          gradient: ({ weight, bias }, layer, { layers: all }) => ({
            weight,
            bias: bias.map((each, k) => each * (all[layer]?.parameters.bias[k] ?? 0)),
          }),
        },
      ),
  },
  {
    id: "bias_averaged_over_samples",
    line: () => ({ kind: "bias-gradient", layer: 0 }),
    variants: ({ inputs, layers }) =>
      only(inputs.length > 1 && layers.some(({ biasName }) => biasName !== undefined), {
        gradient: ({ weight, bias }) => ({
          weight,
          bias: bias.map((each) => each / inputs.length),
        }),
      }),
  },
]);
