/** A number beside an axis: digits, and the power of ten that they are multiplied by. */
export interface TickLabel {
  readonly digits: string;
  readonly exponent?: string;
}

/** How numbers read that share an axis: plain decimals where all are near 1, otherwise with powers of ten. */
export function tickLabels(ticks: readonly number[]): readonly TickLabel[] {
  const isNear = (tick: number): boolean =>
    tick === 0 || (Math.abs(tick) >= 1e-4 && Math.abs(tick) < 1e6);
  return ticks.every(isNear)
    ? ticks.map((tick) => ({ digits: minus(String(tick)) }))
    : ticks.map(scientific);
}

const minus = (text: string): string => text.replace("-", "−");

function scientific(tick: number): TickLabel {
  if (tick === 0) return { digits: "0" };
  const [mantissa = "", exponent = ""] = tick.toExponential().split("e");
  const digits = mantissa === "1" ? "10" : `${minus(mantissa)}×10`;
  return { digits, exponent: minus(String(Number(exponent))) };
}
