import { familyOf } from "./layer-families.js";

/** What is known of a linear layer of a file: its name, and its sizes as far as the file tells them. */
export interface NamedLayer {
  readonly prefix: string;
  readonly outputs: number | undefined;
  readonly inputs: number | undefined;
}

/** Whether a layer can stand at a place, counted from 0, behind another one. */
export type Fits<Layer> = (layer: Layer, before: Layer | undefined, place: number) => boolean;

/** In which order layers follow each other, or why that is not known. */
export type LayerOrder<Layer> =
  | { readonly kind: "order"; readonly layers: readonly Layer[] }
  /** They are known to stand side by side: `what` they are. */
  | { readonly kind: "family"; readonly what: string }
  | { readonly kind: "several" }
  | { readonly kind: "none" };

/** A name without its numbers, and these: `blocks.0.fc2` is `blocks.#.fc#` with 0 and 2; `fc` comes before `fc2`. */
function numbersOf(prefix: string): { readonly stem: string; readonly numbers: readonly number[] } {
  const parts = prefix.split(/(\d+)/);
  const numbers = parts.filter((_, place) => place % 2 === 1).map(Number);
  const stem = parts.map((part, place) => (place % 2 === 1 ? "#" : part)).join("");
  return {
    stem: stem.replace(/_?#$/, ""),
    numbers: /\d$/.test(prefix) ? numbers : [...numbers, -1],
  };
}

/** Negative where the first list of numbers comes before the second. */
function byNumbers(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((number, at) => number !== b[at]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** Layers with what their names say about their order. */
interface Numbered<Layer> {
  readonly layer: Layer;
  readonly stem: string;
  readonly numbers: readonly number[];
}

/** Each stem's layers in the order of their numbers, at the places that the stem has. */
function numbersSorted<Layer>(all: readonly Numbered<Layer>[]): readonly Numbered<Layer>[] {
  const byStem = new Map<string, Numbered<Layer>[]>();
  for (const each of all) byStem.set(each.stem, [...(byStem.get(each.stem) ?? []), each]);
  for (const same of byStem.values())
    same.sort((a, b) => byNumbers(a.numbers, b.numbers)).reverse();
  return all.map(({ stem }) => {
    const next = byStem.get(stem)?.pop();
    if (!next) throw new Error(`${stem} has fewer layers than places`);
    return next;
  });
}

/** So many steps are taken to find orders; what needs more counts as not known. */
const mostSteps = 20_000;

/** Up to two orders that fit and keep the layers of one stem in the order of their numbers. */
function ordersOf<Layer>(
  sorted: readonly Numbered<Layer>[],
  fits: Fits<Layer>,
): readonly (readonly Layer[])[] {
  const found: Layer[][] = [];
  let steps = 0;
  const goOn = (start: readonly Layer[], rest: readonly Numbered<Layer>[]): void => {
    if (rest.length === 0) found.push([...start]);
    for (const [at, next] of rest.entries()) {
      steps += 1;
      if (found.length > 1 || steps > mostSteps) return;
      const waits = rest.slice(0, at).some(({ stem }) => stem === next.stem);
      if (!waits && fits(next.layer, start.at(-1), start.length))
        goOn([...start, next.layer], rest.toSpliced(at, 1));
    }
  };
  goOn([], sorted);
  return steps > mostSteps ? [[], []] : found;
}

/** Each layer behind one that gives as many numbers as it takes. */
export const inChain: Fits<NamedLayer> = ({ inputs }, before) =>
  before === undefined || before.outputs === inputs;

/** Whether names are in the order of their characters. */
const areSorted = (names: readonly string[]): boolean =>
  names.every((name, place) => place === 0 || (names[place - 1] ?? "") < name);

/**
 * Whether somebody has sorted the names of tensors: then the bias of a layer stands before its weight, which a module
 * has first.
 */
export const wereSorted = (names: readonly string[]): boolean =>
  areSorted(names) && names.some((name) => /(?:^|\.)bias$/.test(name));

/**
 * The order of linear layers. Names that differ in their numbers alone tell it; otherwise the file does, if it keeps
 * the order of the module and the sizes allow it; or the sizes, where names may be sorted and one order alone fits. With `hasSizes` the asker knows
 * all sizes from elsewhere: then they may tell the order also of names that are known to stand side by side, and the
 * order of the module stays where nothing fits.
 */
export function orderOf<Layer extends NamedLayer>(
  layers: readonly Layer[],
  { isOrdered, hasSizes }: { readonly isOrdered: boolean; readonly hasSizes: boolean },
  fits: Fits<Layer>,
): LayerOrder<Layer> {
  const sorted = numbersSorted(layers.map((layer) => ({ layer, ...numbersOf(layer.prefix) })));
  const own = sorted.map(({ layer }) => layer);
  const what = familyOf(layers.map(({ prefix }) => prefix));
  const isNumbered = new Set(sorted.map(({ stem }) => stem)).size === 1;
  if (isNumbered && what === undefined) return { kind: "order", layers: own };
  const orders = ordersOf(sorted, fits);
  const [order, another] = orders;
  if (what !== undefined)
    return hasSizes && order && !another
      ? { kind: "order", layers: order }
      : { kind: "family", what };
  const isOwn = own.every((layer, place) => fits(layer, own[place - 1], place));
  if (isOrdered && isOwn) return { kind: "order", layers: own };
  if (isOrdered && hasSizes && !order) return { kind: "order", layers: own };
  if (!order || (isOrdered && !hasSizes && !areSorted(layers.map(({ prefix }) => prefix))))
    return { kind: "none" };
  return another ? { kind: "several" } : { kind: "order", layers: order };
}
