import { nearestName } from "../../../errors/nearest-name.js";
import { quote } from "../../../errors/quote.js";

/** The help line for an unknown name: the nearest known one, or nothing where none is close. */
export function suggestName(wrong: string, known: Iterable<string>): { readonly help?: string } {
  const nearest = nearestName(wrong, known);
  return nearest === undefined ? {} : { help: `did you intend ${quote(nearest)}?` };
}
