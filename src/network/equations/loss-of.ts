import type { Problem } from "../../errors/problem.js";
import { quote } from "../../errors/quote.js";
import { suggestName } from "../../math/formula/names/suggest-name.js";
import type { Quantity } from "../../math/model/model.js";
import type { EquationsSpec } from "../file/spec.js";

/** The name of the loss: the one that the file says, else that of the last equation. It must be a scalar. */
export function lossOf(
  spec: EquationsSpec,
  quantities: ReadonlyMap<string, Quantity>,
  report: (problem: Problem) => void,
): string {
  const last = spec.equations.at(-1);
  const name = spec.loss?.value ?? last?.left.name;
  const place = spec.loss?.place ?? last?.left.place;
  if (name === undefined) {
    report({ code: "no-equations", message: "the file has no equations, so it has no loss" });
    return "";
  }
  const problem = lossProblem(name, quantities.get(name), spec, quantities);
  if (problem) report(place ? { ...problem, place } : problem);
  return name;
}

function lossProblem(
  name: string,
  quantity: Quantity | undefined,
  spec: EquationsSpec,
  quantities: ReadonlyMap<string, Quantity>,
): Problem | undefined {
  if (quantity?.role !== "intermediate")
    return {
      code: "unknown-loss",
      message: `the loss ${quote(name)} is not defined by any equation`,
      ...suggestName(name, definedNames(spec, quantities)),
    };
  if (quantity.axes.length > 0)
    return {
      code: "loss-not-scalar",
      message: `the loss ${quote(name)} has ${quantity.axes.length === 1 ? "an index" : "indices"}, expected a single number`,
      help: `sum it in one more equation, or name another loss: ${quote("loss: …")}`,
    };
  return undefined;
}

const definedNames = (
  { equations }: EquationsSpec,
  quantities: ReadonlyMap<string, Quantity>,
): readonly string[] =>
  equations.map(({ left }) => left.name).filter((name) => quantities.get(name)?.axes.length === 0);
