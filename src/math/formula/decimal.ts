const pattern = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/** More digits than this are refused: exact arithmetic with them would take too long. */
const mostCharacters = 400;

/** Why a text is no number that we can use. */
export type DecimalFault = "not-a-number" | "too-long" | "too-large" | "too-small";

export type Decimal =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: DecimalFault };

/**
 * The shortest text for the same decimal: "0.10" gives "0.1", "-1E-20" gives "-1e-20", "017" gives "17". All
 * digits are kept. What float64 would take for infinite, or for 0 without being 0, is refused.
 */
export function canonicalDecimal(text: string): Decimal {
  const match = pattern.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") return { ok: false, fault: "not-a-number" };
  if (text.length > mostCharacters) return { ok: false, fault: "too-long" };
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return { ok: true, text: "0" };
  const value = Number(text);
  if (!Number.isFinite(value)) return { ok: false, fault: "too-large" };
  if (value === 0) return { ok: false, fault: "too-small" };
  const point = digits.length - fraction.length + Number(exponent);
  return { ok: true, text: `${sign === "-" ? "-" : ""}${layOut(significant, point)}` };
}

/** Writes 0.DIGITS · 10^point as JavaScript writes numbers: plainly from 1e-6 up to 1e21, else with an exponent. */
function layOut(digits: string, point: number): string {
  if (point > 21 || point < -5) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits.charAt(0)}${fraction}e${point - 1}`;
  }
  if (point <= 0) return `0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, "0");
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** What is wrong with a number, as the end of a sentence that begins with the number. */
export const decimalFaults: Readonly<Record<DecimalFault, string>> = {
  "not-a-number": "is not a number",
  "too-long": `has more than ${mostCharacters} digits`,
  "too-large": "is larger than any float64 number",
  "too-small": "is not zero but smaller than any float64 number",
};
