import { ballField } from "../../math/numeric/ball-field.js";
import { costOf } from "../../math/numeric/cost.js";
import { evaluateOnDemand } from "../../math/numeric/on-demand.js";
import { printNumber } from "../../math/numeric/printed-number.js";
import type { Network } from "../../network/network.js";

/** Larger models have no loss that ends after a few decimals, and would take long. */
const mostOperations = 20_000;
const digits = 15;

/** The loss of a network as a decimal, where it is one with no more digits than a reader compares; else undefined. */
export function exactLoss({ model }: Network): string | undefined {
  if (costOf(model) > mostOperations) return undefined;
  const printed = printNumber(
    evaluateOnDemand(model, ballField(2 * digits)).get(model.loss),
    digits,
  );
  return printed?.exact ? printed.text : undefined;
}
