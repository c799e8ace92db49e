import type { IndexTerm } from "../algebra/index-term.js";
import { type Notation, type Printed, partial } from "../algebra/tex/index.js";
import { adjointOwner, localOwners, type Model, quantityOf } from "../model/model.js";
import { isUsedElsewhere } from "../model/order.js";

/** How a quantity of a model is set, with its index terms as TeX and as they are. */
export type QuantityTex = (
  name: string,
  indices: readonly string[],
  terms: readonly IndexTerm[],
) => string;

/** A symbol of its own for the adjoint of a quantity; undefined where it has none. */
export type DeltaTex = (...instance: Parameters<QuantityTex>) => string | undefined;

const symbol = (tex: string): Printed => ({ tex, kind: "symbol" });

/**
 * The notation of a model: quantities by `quantityTex`, derivatives of one quantity by another as fractions,
 * and so the adjoints, except those that `deltaTex` gives a letter of their own.
 */
export function modelNotation(
  model: Model,
  quantityTex: QuantityTex,
  deltaTex: DeltaTex = () => undefined,
): Notation {
  const fraction = (name: string, indices: readonly string[], terms: readonly IndexTerm[]) =>
    partial(quantityTex(model.loss, [], []), quantityTex(name, indices, terms));
  return {
    reference: (name, indices, terms) => {
      const local = localOwners(name);
      if (local) {
        const count = quantityOf(model, local.of).axes.length;
        const of = quantityTex(local.of, indices.slice(0, count), terms.slice(0, count));
        const wrt = quantityTex(local.wrt, indices.slice(count), terms.slice(count));
        // ∂E/∂h is the whole derivative; where E depends on h also indirectly, the local one needs a mark.
        const isDirect = local.of === model.loss && isUsedElsewhere(model, local.wrt);
        return symbol(
          isDirect ? `\\frac{\\partial^{\\ast} ${of}}{\\partial ${wrt}}` : partial(of, wrt),
        );
      }
      const owner = adjointOwner(name);
      if (owner === undefined) return symbol(quantityTex(name, indices, terms));
      return symbol(deltaTex(owner, indices, terms) ?? fraction(owner, indices, terms));
    },
  };
}
