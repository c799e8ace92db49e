const twoOverRootPi = 2 / Math.sqrt(Math.PI);
const rootPi = Math.sqrt(Math.PI);

/** e^(-x²), where the rounding of x² would be multiplied by the slope of the exponential: x² is split in two. */
function gaussian(x: number): number {
  const coarse = Math.fround(x);
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

/** erf by e^(-x²) 2/√π Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): no term is negative for x > 0, so nothing cancels. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (2 * x * x) / odd;
    sum += term;
  }
  return twoOverRootPi * gaussian(x) * sum;
}

/** erfc for x ≥ 1 by Laplace's continued fraction 1/(x + ½/(x + 1/(x + 3/2/(x + …)))), from the inside out. */
function continuedFraction(x: number): number {
  let tail = x;
  for (let level = Math.ceil(8 + 200 / (x * x)); level > 0; level--) tail = x + level / 2 / tail;
  return gaussian(x) / (rootPi * tail);
}

/** The error function, 2/√π ∫₀ˣ e^(-s²) ds. */
export function erf(x: number): number {
  if (Math.abs(x) < 2) return series(x);
  if (Math.abs(x) < 7) return x > 0 ? 1 - continuedFraction(x) : continuedFraction(-x) - 1;
  return Number.isNaN(x) ? x : Math.sign(x);
}

/** 1 - erf(x), without cancellation for large x. */
export function erfc(x: number): number {
  if (x < 1) return 1 - erf(x);
  return x > 30 ? 0 : continuedFraction(x);
}
