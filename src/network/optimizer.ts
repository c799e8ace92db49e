import { InputError } from "../problem/problem.js";
import type { OptimizerSpec } from "../spec/spec.js";
import { findRow } from "./find-row.js";
import { type Assignment, optimizers } from "./optimizers.js";

/** The optimizer of a network, with its options put in. */
export interface Optimizer {
  readonly name: string;
  /** The decimals of the symbols in its formulas: `eta` is "0.5". */
  readonly constants: ReadonlyMap<string, string>;
  /** What each parameter keeps from step to step, by symbol. */
  readonly state: readonly string[];
  /** The lines of step `count` (from 1) in `w`, `g`, the constants and the state; the last one gives `w`. */
  readonly step: (count: number) => readonly Assignment[];
}

/** Reads an optimizer from a file. Options that contradict each other are an InputError. */
export function buildOptimizer({ name, options }: OptimizerSpec): Optimizer {
  const row = findRow(optimizers, name.value);
  const message = row.problem?.(options);
  if (message !== undefined)
    throw new InputError({ code: "invalid-optimizer", message, place: name.place });
  const constants = [...row.symbols].flatMap(([option, symbol]) => {
    const value = options.get(option)?.[0];
    return value === undefined ? [] : [[symbol, value] as const];
  });
  return {
    name: row.name,
    constants: new Map(constants),
    state: row.state(options),
    step: (count) => row.step(options, count),
  };
}
