import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { canonicalDecimal, decimalFaults } from "../math/formula/decimal.js";
import { canonicalName } from "../math/formula/tokens.js";

/** Values as decimal texts, by name. */
export type Point = ReadonlyMap<string, string>;

const invalidPoint = (message: string): InputError =>
  new InputError({
    code: "invalid-point",
    message,
    help: "write a name and a decimal number for each variable: `--at x=1,y=-2.5e-3`",
  });

function readCoordinate(part: string): readonly [string, string] {
  const at = part.indexOf("=");
  const [name, value] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  if (at < 0 || name === "")
    throw invalidPoint(`cannot read ${quote(part)} in \`--at\`, expected such as \`x=1\``);
  const decimal = canonicalDecimal(value);
  if (!decimal.ok)
    throw invalidPoint(`${quote(value)} in \`--at\` ${decimalFaults[decimal.fault]}`);
  return [canonicalName(name), decimal.text];
}

/** Reads `x=1,y=2` into decimals by name; what is no number, and a name with two values, is an InputError. */
export function readPoint(text: string): Point {
  const point = new Map<string, string>();
  for (const part of text.split(",")) {
    const [name, value] = readCoordinate(part);
    if (point.has(name)) throw invalidPoint(`\`--at\` gives two values for ${quote(name)}`);
    point.set(name, value);
  }
  return point;
}
