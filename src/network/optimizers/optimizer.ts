import { InputError } from "../../errors/problem.js";
import type { OptimizerSpec } from "../file/spec.js";
import { findRow } from "../rows/find-row.js";
import type { Assignment, FirstStep } from "./optimizer-row.js";
import { optimizers } from "./optimizers.js";

/** The optimizer of a network, with its options put in. */
export interface Optimizer {
  readonly name: string;
  /** How its name is written in running text. */
  readonly title: string;
  /** The decimals of the symbols in its formulas: `eta` is "0.5". */
  readonly constants: ReadonlyMap<string, string>;
  /** What each parameter keeps from step to step, by symbol, with the decimal that it begins with. */
  readonly state: ReadonlyMap<string, string>;
  /**
   * The lines of step `count` (from 1) in `w`, `g`, `t` (which is `count`), the constants and the state; the last
   * one gives `w`.
   */
  readonly step: (count: number) => readonly Assignment[];
  /** What the first step amounts to, where that is worth a sentence. */
  readonly firstStep: FirstStep | undefined;
}

/** Reads an optimizer from a file. Options that contradict each other are an InputError. */
export function buildOptimizer({ name, options }: OptimizerSpec): Optimizer {
  const row = findRow(optimizers, name.value);
  const message = row.problem?.(options);
  if (message !== undefined)
    throw new InputError({ code: "invalid-optimizer", message, place: name.place });
  const constants = [...row.symbols].flatMap(([option, symbols]) =>
    symbols.flatMap((symbol, place) => {
      const value = options.get(option)?.[place];
      return value === undefined ? [] : [[symbol, value] as const];
    }),
  );
  return {
    name: row.name,
    title: row.title,
    constants: new Map(constants),
    state: row.state(options),
    step: (count) => row.step(options, count),
    firstStep: row.firstStep?.(options),
  };
}
