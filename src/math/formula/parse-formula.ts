import { create, type FactoryFunctionMap, parseDependencies } from "mathjs/number";
import { placesIn } from "../../errors/place.js";
import { convert } from "./convert.js";
import { checkGrammar } from "./grammar.js";
import { type PlaceOf, refuse, tokenize } from "./tokens.js";
import type { FormulaNode } from "./tree.js";

const longest = 20_000;

// mathjs types its index as if it could be incomplete, but always has this member.
const { parse } = create(parseDependencies as FactoryFunctionMap);

/**
 * The tree of a formula: `parseFormula("2x")` is a product. What is no formula is an InputError whose place
 * counts from the start of the text, or is found by `placeOf` where the text stands in a file.
 */
export function parseFormula(text: string, placeOf: PlaceOf = placesIn(text)): FormulaNode {
  if (text.length > longest)
    refuse(
      placeOf,
      { start: 0, end: 1 },
      {
        code: "formula-too-long",
        message: `the formula has ${text.length} characters, expected at most ${longest}`,
        help: "split it into several equations",
      },
    );
  const tokens = tokenize(text, placeOf);
  const rewritten = checkGrammar(tokens, placeOf);
  return convert(parse(rewritten), tokens);
}
