import { symbolOf } from "../../math/algebra/symbol.js";
import type { Notation } from "../../math/algebra/tex/index.js";
import type { Model } from "../../math/model/model.js";
import { modelNotation } from "./adjoint-notation.js";

/** The notation of an equation file: every name as it is written there, adjoints as fractions. */
export const equationNotation = (model: Model): Notation => modelNotation(model, symbolOf);
