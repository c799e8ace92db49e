import { Decimal } from "decimal.js";

/**
 * A number to so many decimals. `decimal` takes a double for the shortest decimal that denotes it and rounds
 * ties away from zero, as on paper; `binary` rounds the double's own value, as programming languages do.
 */
export function roundToPlaces(value: number, count: number, kind: "decimal" | "binary"): number {
  if (!Number.isFinite(value)) return value;
  if (kind === "binary") return Math.abs(value) < 1e21 ? Number(value.toFixed(count)) : value;
  return new Decimal(value).toDecimalPlaces(count, Decimal.ROUND_HALF_UP).toNumber();
}
