import type { AtLinear, Hooks } from "../hooks.js";
import type { PlainNetwork, Vector } from "../plain-network.js";
import { outer, total, transposedProduct } from "../products.js";
import { lastLayer, type MistakeLine, mistakeRowsOf, only, outputsOf, upTo } from "../row.js";

/** More units than this are not suspected one by one. */
const mostUnits = 16;

/** How the contributions δ[k] W[k,i] of the paths to unit i are put together, instead of by their sum. */
const combined = (combine: (contributions: Vector, at: AtLinear) => number): Hooks => ({
  back: (at) => {
    // The input of the first layer takes no part in the gradient of any weight.
    if (at.layer === 0) return undefined;
    const width = at.source.length;
    return at.source.map((_, i) =>
      combine(
        at.delta.map((delta, k) => delta * (at.weight[k * width + i] ?? 0)),
        at,
      ),
    );
  },
});

/** What one layer gives back is computed otherwise. */
const backAt = (number: number, back: (at: AtLinear) => Vector): Hooks => ({
  back: (at) => (at.layer === number ? back(at) : undefined),
});

const hasHidden = ({ layers }: PlainNetwork): boolean => layers.length > 1;
const hasSeveralPaths = ({ layers }: PlainNetwork): boolean =>
  layers.some(({ outputs }, layer) => layer > 0 && outputs > 1);

const withoutUnit =
  (unit: number) =>
  ({ weight, delta, source }: AtLinear): Vector =>
    transposedProduct(weight, delta.with(unit, 0), source.length);

/** Which unit's δ meets which row of weights: `place(k)` for the row k. */
const rowsExchanged =
  (place: (k: number) => number, units: (i: number) => boolean = () => true) =>
  ({ weight, delta, source }: AtLinear): Vector =>
    source.map((_, i) =>
      delta.reduce((sum, each, k) => {
        const row = units(i) ? place(k) : k;
        return sum + each * (weight[row * source.length + i] ?? 0);
      }, 0),
    );

const exchanged = (k: number): number => (k < 2 ? 1 - k : k);

/** W instead of its transpose. */
const untransposed = ({ weight, delta }: AtLinear): Vector =>
  delta.map((_, i) =>
    delta.reduce((sum, each, k) => sum + each * (weight[i * delta.length + k] ?? 0), 0),
  );

const outputPaths = (plain: PlainNetwork): MistakeLine => ({
  kind: "paths",
  layer: lastLayer(plain),
});

const suspects = (plain: PlainNetwork): readonly number[] =>
  hasHidden(plain) ? upTo(Math.min(outputsOf(plain), mostUnits)) : [];

/** Mistakes about the sum over all paths from a unit to the loss. */
export const pathRows = mistakeRowsOf([
  {
    id: "missing_path_o#",
    each: suspects,
    line: outputPaths,
    variants: (plain, unit) =>
      only(outputsOf(plain) > 1, backAt(lastLayer(plain), withoutUnit(unit - 1))),
  },
  {
    id: "only_path_o#",
    each: (plain) => (outputsOf(plain) > 2 ? suspects(plain) : []),
    line: outputPaths,
    variants: (plain, unit) => [
      backAt(lastLayer(plain), ({ weight, delta, source }) =>
        transposedProduct(
          weight,
          delta.map((each, k) => (k === unit - 1 ? each : 0)),
          source.length,
        ),
      ),
    ],
  },
  {
    id: "missing_path_hidden#",
    each: ({ layers }) =>
      layers.length > 2 ? upTo(Math.min(layers[1]?.outputs ?? 0, mostUnits)) : [],
    line: () => ({ kind: "paths", layer: 1 }),
    variants: (plain, unit) =>
      only((plain.layers[1]?.outputs ?? 0) > 1, backAt(1, withoutUnit(unit - 1))),
  },
  {
    id: "paths_averaged",
    line: outputPaths,
    variants: (plain) =>
      only(
        hasSeveralPaths(plain),
        combined((paths) => total(paths) / paths.length),
      ),
  },
  {
    id: "paths_multiplied",
    line: outputPaths,
    variants: (plain) =>
      only(
        hasSeveralPaths(plain),
        combined((paths) => paths.reduce((product, each) => product * each, 1)),
      ),
  },
  {
    id: "paths_subtracted",
    line: outputPaths,
    variants: (plain) => [
      ...only(
        hasSeveralPaths(plain),
        combined((paths) => 2 * (paths[0] ?? 0) - total(paths)),
        ...only(
          plain.layers.some(({ outputs }, layer) => layer > 0 && outputs > 2),
          combined((paths) => total(paths.map((each, k) => (k % 2 === 0 ? each : -each)))),
        ),
      ),
      ...only(outputsOf(plain) * plain.inputs.length > 1, {
        lossSlopes: (right) => right.map(Math.abs),
      }),
    ],
  },
  {
    id: "updated_weights",
    line: outputPaths,
    variants: (plain) => only(hasHidden(plain) && plain.optimizer !== undefined, { inPlace: true }),
  },
  {
    id: "transposed_W#",
    each: ({ layers }) => upTo(layers.length).slice(1),
    line: (_, number) => ({ kind: "paths", layer: number - 1 }),
    variants: ({ layers }, number) => {
      const layer = layers[number - 1];
      return only(
        layer !== undefined && layer.inputs === layer.outputs && layer.outputs > 1,
        backAt(number - 1, untransposed),
      );
    },
  },
  {
    id: "swapped_w5_w7",
    line: outputPaths,
    variants: (plain) =>
      only(
        hasHidden(plain) && outputsOf(plain) > 1,
        backAt(lastLayer(plain), rowsExchanged(exchanged)),
        backAt(
          lastLayer(plain),
          rowsExchanged(exchanged, (i) => i === 0),
        ),
      ),
  },
  {
    id: "weights_forgotten",
    line: outputPaths,
    variants: (plain) =>
      only(hasHidden(plain), {
        back: ({ layer, delta, source }) =>
          layer === 0 ? undefined : source.map(() => total(delta)),
      }),
  },
  {
    id: "no_sigma_out_in_paths",
    line: outputPaths,
    variants: (plain) =>
      only(
        hasHidden(plain) && (plain.layers.at(-1)?.stages.length ?? 0) > 0,
        backAt(lastLayer(plain), ({ weight, source, trace }) =>
          transposedProduct(
            weight,
            plain.loss.slopes(trace.output, trace.target).map((each) => each * plain.share),
            source.length,
          ),
        ),
      ),
  },
  {
    id: "nndl_bug",
    line: outputPaths,
    variants: (plain) =>
      only(hasHidden(plain), {
        back: ({ layer, delta, source }) =>
          layer === 0
            ? undefined
            : transposedProduct(
                outer(delta, source),
                delta.map(() => 1),
                source.length,
              ),
      }),
  },
]);
