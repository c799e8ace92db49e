import type { Label } from "./graph.js";

const greekNames =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega";

/** What the commands and signs of a name are as characters; commands that only choose a font are nothing. */
const characters: ReadonlyMap<string, string> = new Map([
  ...greekNames
    .split(" ")
    .map(
      (name, place) =>
        [`\\${name}`, [..."αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"][place] ?? ""] as const,
    ),
  ["\\prime", "′"],
  ["-", "−"],
]);

type Part = "base" | "sub" | "sup";
type Parts = Record<Part, string>;

const scriptOf: ReadonlyMap<string, Part> = new Map([
  ["_", "sub"],
  ["^", "sup"],
]);

const characterOf = (token: string): string =>
  characters.get(token) ?? (token.startsWith("\\") ? "" : token);

/** Reads up to the closing brace. The scripts of a group are those of its name, as in `\mathrm{net_{h1}}`. */
function readGroup(tokens: Iterator<string, undefined>): Parts {
  const parts: Parts = { base: "", sub: "", sup: "" };
  let part: Part = "base";
  for (let next = tokens.next(); !next.done && next.value !== "}"; next = tokens.next()) {
    const token = next.value;
    const script = scriptOf.get(token);
    if (script !== undefined) {
      part = script;
      continue;
    }
    const inner =
      token === "{" ? readGroup(tokens) : { base: characterOf(token), sub: "", sup: "" };
    if (part === "base")
      for (const each of ["base", "sub", "sup"] as const) parts[each] += inner[each];
    else parts[part] += inner.base + inner.sub + inner.sup;
    if (inner.base !== "") part = "base";
  }
  return parts;
}

function* tokensOf(tex: string): Generator<string, undefined> {
  for (const [, token = ""] of tex.matchAll(/(\\[A-Za-z]+|.) *?/gu)) yield token;
  return undefined;
}

/** The label of a name that a notation has set in TeX: `W_{1,1}^{(3)}`, `\mathrm{net_{h1}}`, `\theta_{1}`. */
export function labelOfTex(tex: string): Label {
  const { base, sub, sup } = readGroup(tokensOf(tex));
  return { base, ...(sub && { sub }), ...(sup && { sup }) };
}
