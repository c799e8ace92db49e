import { symbolOf } from "../algebra/symbol.js";
import type { Notation } from "../algebra/tex/index.js";
import type { Model } from "../model/model.js";
import { modelNotation } from "./adjoint-notation.js";

/** The notation of an equation file: every name as it is written there, adjoints as fractions. */
export const equationNotation = (model: Model): Notation => modelNotation(model, symbolOf);
