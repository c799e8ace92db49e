/** A number with an estimate of its error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Every step is a quarter of the one before: a central difference is then off by a sixteenth. */
const ratio = 4;
const levels = 11;
/** Two roundings and what extrapolation adds to them. */
const amplification = 4;

/**
 * f'(0) by central differences of a function of the shift of x, extrapolated after Richardson. The steps go from
 * a quarter of x (or of 1) down to a millionth; the entry of the table with the least error counts. Its error
 * is what extrapolation still changed plus the noise of f over the step. Undefined where f has no values.
 */
export function finiteDifference(f: (shift: number) => number, x: number): Estimate | undefined {
  const scale = 2 ** Math.floor(Math.log2(Math.max(Math.abs(x), 1)));
  const noise = noiseOf(f, scale);
  const differences: Difference[] = [];
  for (let step = scale / ratio; differences.length < levels && step > 1e-40; step /= ratio) {
    const difference = differenceAt(f, x, step, noise);
    if (Number.isFinite(difference.value)) differences.push(difference);
  }
  return best(differences);
}

interface Difference {
  readonly value: number;
  /** The part of its error that comes from the noise of f. */
  readonly noise: number;
}

/** The quotient over the step that is really taken: x ± step is rounded. */
function differenceAt(
  f: (shift: number) => number,
  x: number,
  step: number,
  noise: number,
): Difference {
  const width = x + step - (x - step);
  const value = (f(step) - f(-step)) / width;
  return { value, noise: (amplification * noise) / width };
}

/**
 * How much rounding shakes f, after Hamming: differences of a high order in a table with a tiny step hold nothing of a smooth
 * function, only noise, which grows by binomial(2k, k) on the way.
 */
function noiseOf(f: (shift: number) => number, scale: number): number {
  const step = scale * 2 ** -40;
  let row = Array.from({ length: 7 }, (_, place) => f((place - 3) * step));
  const largest = Math.max(...row.map(Math.abs));
  if (!Number.isFinite(largest)) return Math.abs(f(0)) * Number.EPSILON;
  let noise = largest * Number.EPSILON;
  for (let order = 1, binomial = 2; order <= 5; order++) {
    row = row.slice(1).map((value, place) => value - (row[place] ?? 0));
    const mean = row.reduce((sum, value) => sum + value * value, 0) / row.length;
    if (order >= 3) noise = Math.max(noise, Math.sqrt(mean / binomial));
    binomial *= (2 * (2 * order + 1)) / (order + 1);
  }
  return noise;
}

/**
 * The entry of Richardson's table with the least error. An entry that the differences over smaller steps
 * contradict has met the function where it looked smoother than it is, and inherits the contradiction.
 */
function best(differences: readonly Difference[]): Estimate | undefined {
  const candidates: Array<Estimate & { readonly level: number }> = [];
  let above: readonly number[] = [];
  differences.forEach(({ value: first, noise }, level) => {
    const row = [first];
    for (let column = 1; column <= level && column <= 6; column++) {
      const weight = ratio ** (2 * column);
      const [left, old] = [row[column - 1] ?? first, above[column - 1] ?? first];
      const value = left + (left - old) / (weight - 1);
      const change = Math.max(Math.abs(value - left), Math.abs(value - old));
      candidates.push({ value, error: change + noise, level });
      row.push(value);
    }
    above = row;
  });
  const honest = candidates.map(({ value, error, level }) => ({
    value,
    error: Math.max(error, contradiction(value, differences.slice(level))),
  }));
  return honest.reduce<Estimate | undefined>(
    (least, each) => (least && least.error <= each.error ? least : each),
    undefined,
  );
}

/** How far the differences over smaller steps depart from a value, where each should come closer to it. */
function contradiction(value: number, [first, ...finer]: readonly Difference[]): number {
  const distance = Math.abs(value - (first?.value ?? value));
  return finer.reduce(
    (most, next) => Math.max(most, Math.abs(value - next.value) - next.noise - distance),
    0,
  );
}
