import { asciiLookAlike, namedLookAlikes } from "../../../errors/look-alike.js";
import { misspelledNames, orList } from "../../../errors/misspelled.js";
import type { Problem } from "../../../errors/problem.js";
import { quote } from "../../../errors/quote.js";
import { applyFunction } from "../../algebra/functions/index.js";
import type { FunctionRow } from "../../algebra/functions/row.js";
import { calledFunction, functionNames } from "../function-names.js";
import { helpForFunction } from "../other-functions.js";
import { factorsBeforeFunction } from "../run-together.js";
import { spellings } from "../spellings.js";
import { type CallNode, namesOfReductions } from "./index-names.js";
import { invalid, type Resolution, resolve, type Unsized } from "./resolve.js";

/** Every name that is reserved for a function or a reduction; other spellings of functions are not. */
export const callableNames: readonly string[] = [...functionNames, ...namesOfReductions];

/** Resolves a call of the function table. */
export function resolveFunction(node: CallNode, resolution: Resolution): Unsized {
  const { report, placeOf } = resolution;
  const row = isQuantity(node.name, resolution) ? undefined : calledFunction(node.name);
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

const isQuantity = (name: string, { scope }: Resolution): boolean =>
  scope.rank(name) !== undefined && !scope.isUndefined?.(name);

function unknownFunction(node: CallNode, resolution: Resolution): Problem {
  const place = resolution.placeOf(node.nameSpan);
  if (isQuantity(node.name, resolution))
    return {
      code: "unknown-function",
      message: `${quote(node.name)} is a quantity and cannot be called as a function`,
      place,
      help: helpForQuantity(node, resolution),
    };
  const help = helpForCall(node, resolution);
  return {
    code: "unknown-function",
    message: `cannot use the function ${quote(node.name)}: it is not known${namedLookAlikes(node.name)}`,
    place,
    ...(help !== undefined && { help }),
  };
}

/** A product, or an instance where the quantity has indices, as they are written. */
function helpForQuantity(
  { name, arguments: parameters }: CallNode,
  resolution: Resolution,
): string {
  const inside = inShort(parameters, resolution).join(", ");
  const product = `write \`${name}*(${inside})\` for a product`;
  return resolution.scope.rank(name) === 0
    ? product
    : `${product} and \`${name}[${inside}]\` for an instance`;
}

const longest = 60;

/** Arguments as they were written, long ones as dots. */
const inShort = (parameters: CallNode["arguments"], { text }: Resolution): readonly string[] =>
  parameters
    .map(({ span }) => text.slice(span.start, span.end))
    .map((each) => (each.length > longest ? "…" : each));

/** Letters that stand for any function: in front of a bracket they are no factors. */
const unknownFunctions = new Set(["f", "g", "h"]);

/** What to write for a call that is none; never another function, unless its name is only misspelled. */
function helpForCall(node: CallNode, resolution: Resolution): string | undefined {
  const [{ name }, { scope }] = [node, resolution];
  const written = inShort(node.arguments, resolution);
  const inside = written.join(", ");
  const told = helpForFunction(name, written) ?? helpForLookAlike(name);
  if (told !== undefined) return told;
  const isOpen = scope.isUndefined !== undefined;
  if (isOpen && [...name].length === 1 && !unknownFunctions.has(name))
    return `write \`${name}*(${inside})\` for a product`;
  const near = nearestFunctions(name);
  const isCapital = near.some((each) => each.toLowerCase() === name.toLowerCase());
  const split = factorsBeforeFunction(name, { known: [...scope.names()], isOpen });
  if (split && !isCapital)
    return `write \`${split.factors}*${split.called}(${inside})\` for a product`;
  return near.length === 0 ? undefined : `did you intend ${orList(near)}?`;
}

function helpForLookAlike(name: string): string | undefined {
  const meant = asciiLookAlike(name);
  return meant !== undefined && (calledFunction(meant) || callableNames.includes(meant))
    ? `did you intend ${quote(meant)}?`
    : undefined;
}

/** The functions that a name may misspell, in their usual spelling: of `ArcTan` it is `atan`. */
function nearestFunctions(name: string): readonly string[] {
  const near = misspelledNames(name, [...callableNames, ...spellings.keys()]);
  return [...new Set(near.map((each) => spellings.get(each) ?? each))];
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
