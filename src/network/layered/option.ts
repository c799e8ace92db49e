import { decimal } from "../../math/algebra/constructors.js";
import type { Expression } from "../../math/algebra/expression.js";

/** The options of a row as exact numbers. Asking for one that the file cannot have is an error of ours. */
export const optionNumbers =
  (options: ReadonlyMap<string, string>) =>
  (name: string): Expression => {
    const value = options.get(name);
    if (value === undefined) throw new Error(`no option ${name}`);
    return decimal(value);
  };
