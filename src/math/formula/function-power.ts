import { calledFunction } from "./function-names.js";
import { helpForFunction } from "./other-functions.js";
import { spellings } from "./spellings.js";

/** The inverse functions that are not called after the function. */
const inverses: ReadonlyMap<string, string> = new Map([
  ["exp", "log"],
  ["log", "exp"],
  ["ln", "exp"],
]);

const isInverse = (name: string): boolean => /^a(?:sin|cos|tan)h?$/.test(name);

/** What to write for a power on the name of a function: `sin(x)^2` for `sin^2(x)`. */
export function helpForPower(name: string, exponent: string, argument: string): string {
  const called = spellings.get(name) ?? name;
  const value = `${called}(${argument})`;
  if (/^\(?-1\)?$/.test(exponent)) {
    const inverse = inverses.get(called) ?? (isInverse(called) ? called.slice(1) : `a${called}`);
    const reciprocal = `\`1/${value}\` for the reciprocal`;
    const written = calledFunction(inverse)
      ? `write \`${inverse}(${argument})\``
      : helpForFunction(inverse, [argument]);
    return written === undefined
      ? `write ${reciprocal}`
      : `${written} for the inverse function, ${reciprocal}`;
  }
  return `write \`${value}^${/^(?:\w+|\(.*\))$/.test(exponent) ? exponent : `(${exponent})`}\``;
}
