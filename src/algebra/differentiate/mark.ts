import { call, reference } from "../constructors.js";
import type { Expression } from "../expression.js";

/** The name of the function that marks a derivative not worked out yet; no formula of a user can contain it. */
export const derivativeMark = "derivative";

/** `d/dx(part)`, to be shown and never evaluated. */
export const markDerivative = (part: Expression, variable: string): Expression =>
  call(derivativeMark, part, reference(variable));
