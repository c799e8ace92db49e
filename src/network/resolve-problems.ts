import type { Place, Problem } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
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
  message: `${quote(name)} is not defined`,
  place,
  ...(scope.advice !== undefined && { help: scope.advice }),
  ...suggestName(name, scope.names()),
});

const indexCount = (count: number): string =>
  count === 0 ? "no index" : count === 1 ? "1 index" : `${count} indices`;

/** The problem of a quantity that is read or defined with too many or too few subscripts. */
export const wrongSubscripts = (
  name: string,
  expected: number,
  received: number,
  place: Place,
): Problem => ({
  code: "wrong-subscripts",
  message: `${quote(name)} takes ${indexCount(expected)}, received ${indexCount(received)}`,
  place,
});

/** The problem of an index whose range nothing tells. */
export const unknownSize = (index: string, place: Place): Problem => ({
  code: "unknown-size",
  message: `cannot tell the size of the index ${quote(index)}: no data has it as a plain subscript`,
  place,
  help: `give it in the file: \`sizes: { ${index}: … }\``,
});
