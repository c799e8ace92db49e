import { reference } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import type { Expression } from "../../math/algebra/expression.js";
import { lettersIn, lettersOf } from "../../math/algebra/symbol.js";
import type { Network } from "../../network/network.js";

/** The letters that a symbol of an optimizer may have, the usual one first. `w` stands for any parameter. */
const letters: ReadonlyMap<string, readonly string[]> = new Map([
  ["w", ["theta", "omega", "phi"]],
  ["g", ["g", "gamma"]],
  ["t", ["t", "n", "T"]],
  ["eta", ["eta"]],
  ["lambda", ["lambda"]],
  ["epsilon", ["epsilon"]],
  ["m", ["m", "s", "p"]],
  ["v", ["v", "r", "q"]],
  ["beta", ["beta", "rho"]],
  ["alpha", ["alpha", "rho"]],
  ["mu", ["mu"]],
  ["tau", ["tau"]],
  ["kappa", ["kappa"]],
  ["s", ["s", "r", "p"]],
  ["d", ["d", "q"]],
  ["u", ["u", "c"]],
  ["q", ["q", "p"]],
]);

/** Letters for whom none of the usual ones is free. */
const others = "zeta xi nu psi chi upsilon pi C D F G H J K L M N P Q R S U X Y Z".split(" ");

/** Letters that mean something on every page, besides what the network calls its quantities. */
const taken = ["e", "sigma", "delta"];

/** Every letter and word that names a quantity or an index on a network's pages. */
function usedLetters({ model, names, notation }: Network): ReadonlySet<string> {
  const used = new Set(taken);
  for (const { name, axes } of model.quantities.values()) {
    const [group] = names.groupsOf(name);
    const printed = notation.reference(name, []);
    const texts = [name, group?.name ?? "", ...axes.map(({ index }) => index)];
    const letters = printed.kind === "symbol" ? lettersOf(printed.symbol) : [];
    for (const letter of [...texts.flatMap(lettersIn), ...letters]) used.add(letter);
  }
  return used;
}

const stemOf = (symbol: string): string => symbol.split("_")[0] ?? symbol;

/** The letters that the formulas of a network's optimizer need; an option that is off needs none. */
function neededStems({ optimizer }: Network): ReadonlySet<string> {
  const lines = optimizer ? [...optimizer.step(1), ...optimizer.step(2)] : [];
  const symbols = lines.flatMap(({ target, right }) => [target, ...quantitiesIn(right)]);
  return new Set(["w", "g", "eta", ...symbols].map(stemOf));
}

const chosen = new WeakMap<Network, ReadonlyMap<string, string>>();

function chooseLetters(network: Network): ReadonlyMap<string, string> {
  const known = chosen.get(network);
  if (known) return known;
  const used = new Set(usedLetters(network));
  const needed = neededStems(network);
  const choice = new Map<string, string>();
  for (const [symbol, candidates] of letters) {
    if (!needed.has(symbol)) continue;
    const free = [...candidates, ...others].find((letter) => !used.has(letter));
    const letter = free ?? `${symbol}_0`;
    used.add(letter);
    choice.set(symbol, letter);
  }
  chosen.set(network, choice);
  return choice;
}

/**
 * A symbol of an optimizer's formulas under a letter that means nothing else on the pages of a network: with outputs
 * m₁ and m₂ the first moment is s, and ŝ after its correction.
 */
export function optimizerSymbol(network: Network, symbol: string): Expression {
  const [stem = symbol, ...marks] = symbol.split("_");
  const letter = chooseLetters(network).get(stem);
  if (letter === undefined) throw new Error(`the symbol ${symbol} of an optimizer has no letter`);
  return reference([letter, ...marks].join("_"));
}
