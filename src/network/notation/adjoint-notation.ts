import type { MathSymbol, NamedTerm } from "../../math/algebra/symbol.js";
import type { Notation } from "../../math/algebra/tex/index.js";
import { adjointOwner, localOwners, type Model, quantityOf } from "../../math/model/model.js";
import { isUsedElsewhere } from "../../math/model/order.js";

/** The symbol of a quantity of a model, or of an instance of it. */
export type QuantitySymbol = (name: string, terms: readonly NamedTerm[]) => MathSymbol;

/** A symbol of its own for the adjoint of a quantity; undefined where it has none. */
export type DeltaSymbol = (...instance: Parameters<QuantitySymbol>) => MathSymbol | undefined;

/**
 * The notation of a model: quantities by `quantitySymbol`, derivatives of one quantity by another as fractions,
 * and so the adjoints, except those that `deltaSymbol` gives a letter of their own.
 */
export function modelNotation(
  model: Model,
  quantitySymbol: QuantitySymbol,
  deltaSymbol: DeltaSymbol = () => undefined,
): Notation {
  return {
    reference: (name, terms) => {
      const local = localOwners(name);
      if (local) {
        const count = quantityOf(model, local.of).axes.length;
        return {
          kind: "derivative",
          of: quantitySymbol(local.of, terms.slice(0, count)),
          wrt: quantitySymbol(local.wrt, terms.slice(count)),
          // ∂E/∂h is the whole derivative; where E depends on h also indirectly, the local one needs a mark.
          isDirect: local.of === model.loss && isUsedElsewhere(model, local.wrt),
        };
      }
      const owner = adjointOwner(name);
      if (owner === undefined) return { kind: "symbol", symbol: quantitySymbol(name, terms) };
      const delta = deltaSymbol(owner, terms);
      if (delta) return { kind: "symbol", symbol: delta };
      return {
        kind: "derivative",
        of: quantitySymbol(model.loss, []),
        wrt: quantitySymbol(owner, terms),
      };
    },
  };
}
