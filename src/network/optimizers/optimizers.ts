import { adagrad } from "./adagrad.js";
import { adam, adamw } from "./adam.js";
import type { OptimizerRow } from "./optimizer-row.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";

/** Every optimizer that a file may name, with PyTorch's formulas. */
export const optimizers: readonly OptimizerRow[] = [sgd, adam, adamw, rmsprop, adagrad];
