import { applyFunction, findFunction, functionRows } from "../algebra/functions/index.js";
import type { FunctionRow } from "../algebra/functions/row.js";
import type { Problem } from "../problem/problem.js";
import { quote } from "../problem/quote.js";
import { type CallNode, namesOfReductions } from "./index-names.js";
import { invalid, type Resolution, resolve, type Unsized } from "./resolve.js";
import { suggestName } from "./suggest-name.js";

/** Every name that stands for a function or a reduction in formulas, aliases included. */
export const callableNames: readonly string[] = [
  ...functionRows
    .filter(({ spelling }) => spelling === undefined)
    .flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  ...namesOfReductions,
];

/** Resolves a call of the function table. */
export function resolveFunction(node: CallNode, resolution: Resolution): Unsized {
  const { report, placeOf } = resolution;
  const row = findFunction(node.name);
  if (!row) {
    report(unknownFunction(node, resolution));
    return invalid;
  }
  const parameters = node.arguments.map((argument) => resolve(argument, resolution));
  const [least, most] = row.arity;
  if (parameters.length < least || parameters.length > most) {
    report({ ...wrongArity(node, row), place: placeOf(node.span) });
    return invalid;
  }
  return (rangeOf) =>
    applyFunction(
      row,
      parameters.map((each) => each(rangeOf)),
    );
}

function unknownFunction(node: CallNode, { scope, placeOf }: Resolution): Problem {
  const place = placeOf(node.nameSpan);
  if (scope.rank(node.name) !== undefined && !scope.isUndefined?.(node.name))
    return {
      code: "unknown-function",
      message: `${quote(node.name)} is a quantity and cannot be called as a function`,
      place,
      help: `write \`${node.name}*(…)\` for a product and \`${node.name}[…]\` for an instance`,
    };
  return {
    code: "unknown-function",
    message: `cannot use the function ${quote(node.name)}: it is not known`,
    place,
    ...suggestName(node.name, callableNames),
  };
}

function wrongArity(node: CallNode, { arity: [least, most] }: FunctionRow): Problem {
  const wanted =
    least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const noun = wanted === "1" || wanted === "at least 1" ? "argument" : "arguments";
  return {
    code: "wrong-arity",
    message: `${quote(node.name)} takes ${wanted} ${noun}, received ${node.arguments.length}`,
  };
}
