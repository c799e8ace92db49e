import { namedLookAlikes, sameLook } from "../../../errors/look-alike.js";
import type { Place, Problem } from "../../../errors/problem.js";
import { quote } from "../../../errors/quote.js";
import { calledFunction } from "../function-names.js";
import { hidesVariable, readingsOf } from "../run-together.js";
import { constantSpellings, constants } from "../spellings.js";
import type { Scope } from "./scope.js";
import { suggestName } from "./suggest-name.js";

/** The problem of a name that would be both in one equation. */
export const nameConflict = (name: string, place: Place): Problem => ({
  code: "name-conflict",
  message: `${quote(name)} is a quantity and also an index in the same equation`,
  place,
  help: "give the index another name",
});

/** The problem of a name that nothing defines. */
export const undefinedName = (name: string, place: Place, scope: Scope): Problem => ({
  code: "undefined-name",
  message: `${quote(name)} ${calledFunction(name) ? "is a function and needs its argument in brackets" : `is not defined${namedLookAlikes(name)}`}`,
  place,
  ...(scope.advice !== undefined && { help: scope.advice }),
  ...helpForName(name, [...scope.names()]),
});

/** What a name that nothing defines was meant to be: a name in other letters, a constant, a product, a misspelled name. */
function helpForName(name: string, known: readonly string[]): { readonly help?: string } {
  const alike = sameLook(name, [...known, ...constants.keys()]);
  if (alike !== undefined)
    return { help: `did you intend ${quote(alike)}?${namedLookAlikes(alike)}` };
  const constant = constantSpellings.get(name);
  if (constant !== undefined)
    return { help: `write \`${constant}\` for the constant, or define ${quote(name)}` };
  if (calledFunction(name)) return { help: `write \`${name}(…)\`` };
  const [reading = name] = readingsOf(name, known);
  if (hidesVariable(name, known) && isMadeOf(reading, known))
    return { help: `write \`${reading}\` for a product` };
  return suggestName(name, known);
}

/** Whether a reading has no names in it but known ones. */
const isMadeOf = (reading: string, known: readonly string[]): boolean =>
  reading
    .split(/[*()]/)
    .every(
      (part) =>
        part === "" ||
        known.includes(part) ||
        constants.has(part) ||
        /^\d+$/.test(part) ||
        calledFunction(part) !== undefined,
    );

const indexCount = (count: number): string =>
  count === 0 ? "no index" : count === 1 ? "1 index" : `${count} indices`;

/** The problem of a quantity that is read or defined with too many or too few subscripts. */
export const wrongSubscripts = (
  name: string,
  expected: number,
  received: number,
  place: Place,
): Problem => {
  const called = functionIn(name);
  return {
    code: "wrong-subscripts",
    message: `${quote(name)} takes ${indexCount(expected)}, received ${indexCount(received)}`,
    place,
    ...(expected === 0 &&
      called !== undefined && { help: `write \`${called}(x)\` for the function` }),
  };
};

/** The function whose name a quantity has in other letters, as other programs write it: `Sin[x]`. */
const functionIn = (name: string): string | undefined =>
  name.length > 2 && name !== name.toLowerCase()
    ? calledFunction(name.toLowerCase())?.name
    : undefined;

/** The problem of an index whose range nothing tells. */
export const unknownSize = (index: string, place: Place): Problem => ({
  code: "unknown-size",
  message: `cannot tell the size of the index ${quote(index)}: no data has it as a plain subscript`,
  place,
  help: `give it in the file: \`sizes: { ${index}: … }\``,
});
