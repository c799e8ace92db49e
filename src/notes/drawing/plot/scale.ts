/** Whether equal distances on an axis are equal differences or equal ratios. */
export type ScaleKind = "linear" | "log";

/** An axis from `lo` to `hi`: where a value stands, and the values that are written beside it. */
export interface Scale {
  readonly kind: ScaleKind;
  readonly lo: number;
  readonly hi: number;
  /** From 0 at `lo` to 1 at `hi`. */
  readonly placeOf: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Whether an axis has a place for a value: a logarithm has none for what is not positive. */
export const isShown = (kind: ScaleKind, value: number): boolean =>
  Number.isFinite(value) && (kind === "linear" || value > 0);

const mostTicks = 8;

/** The scale that holds all these values, which an axis of its kind must have a place for. */
export function scaleOf(kind: ScaleKind, values: readonly number[]): Scale {
  const shown = values.length > 0 ? values : [1];
  const lo = shown.reduce((least, value) => Math.min(least, value));
  const hi = shown.reduce((most, value) => Math.max(most, value));
  return kind === "log" ? logScale(lo, hi) : linearScale(lo, hi);
}

const tickList = (first: number, last: number, toValue: (tick: number) => number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, place) => toValue(first + place));

/** 1, 2 or 5 times a power of ten, as an exact decimal: the step that makes at most so many. */
function niceStep(width: number): { readonly mantissa: number; readonly exponent: number } {
  const exponent = Math.floor(Math.log10(width / mostTicks));
  for (const mantissa of [1, 2, 5])
    if (width / Number(`${mantissa}e${exponent}`) <= mostTicks) return { mantissa, exponent };
  return { mantissa: 1, exponent: exponent + 1 };
}

/** Values that differ by less of their size than this are drawn as one: ticks between them would read alike. */
const leastSpread = 1e-9;

function linearScale(lo: number, hi: number): Scale {
  const size = Math.max(Math.abs(lo), Math.abs(hi));
  const isSpread = hi - lo > leastSpread * size;
  const room = isSpread ? hi - lo : size || 1;
  const [low, high] = isSpread ? [lo, hi] : [lo - room / 2, hi + room / 2];
  const { mantissa, exponent } = niceStep(room);
  const step = Number(`${mantissa}e${exponent}`);
  // Multiples of the mantissa, not sums of steps: 0.3 and not 0.30000000000000004.
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = tickList(first, last, (tick) => Number(`${tick * mantissa}e${exponent}`));
  const [bottom, top] = [ticks[0] ?? low, ticks.at(-1) ?? high];
  const placeOf = (value: number): number => (value - bottom) / (top - bottom);
  return { kind: "linear", lo: bottom, hi: top, placeOf, ticks };
}

/** Powers of ten; over fewer than two decades the ticks of a linear axis are closer. */
function logScale(lo: number, hi: number): Scale {
  const [first, last] = [Math.floor(Math.log10(lo) + 1e-9), Math.ceil(Math.log10(hi) - 1e-9)];
  if (last - first >= 2) {
    const stride = Math.ceil((last - first) / mostTicks);
    const decades = tickList(0, Math.floor((last - first) / stride), (k) => first + k * stride);
    const ticks = decades.map((exponent) => Number(`1e${exponent}`));
    return logarithmic(Number(`1e${first}`), Number(`1e${last}`), ticks);
  }
  const { lo: bottom, hi: top, ticks } = linearScale(lo, hi);
  const positive = ticks.filter((tick) => tick > 0);
  return logarithmic(bottom > 0 ? bottom : lo, top, positive);
}

function logarithmic(lo: number, hi: number, ticks: readonly number[]): Scale {
  const width = Math.log10(hi) - Math.log10(lo);
  const placeOf = (value: number): number => (Math.log10(value) - Math.log10(lo)) / width;
  return { kind: "log", lo, hi, placeOf, ticks };
}
