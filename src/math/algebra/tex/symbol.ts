import { indexSymbol, type Mark, type MathSymbol, type NamedTerm, type Stem } from "../symbol.js";
import { writeTerm } from "./index-term.js";

/** Characters of scripts that TeX for the web can set in text. */
const settable = /[A-Za-z0-9 \u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9faf\uac00-\ud7af]/u;

/** Any name whatever as text; characters that cannot be set are replaced by their code. */
function textTex(name: string): string {
  const text = [...name.normalize("NFC")]
    .map((letter) => {
      if (settable.test(letter)) return letter;
      return letter === "_" || letter === "'" ? "-" : `u${letter.codePointAt(0)?.toString(16)}`;
    })
    .join("");
  return `\\text{${text}}`;
}

const letterTex = ({ name }: Stem): string => (name.length === 1 ? name : `\\${name}`);

/** The TeX of the name of an index. */
export const indexTex = (name: string): string => symbolTex(indexSymbol(name));

/** The TeX of an index term: `2t+k-1`. */
const termTex = (term: NamedTerm): string => writeTerm(term, { name: indexTex, times: "" });

/** Whether names stand among upright letters, or alone in italics. */
type Surroundings = "upright" | "italic";

const nameTex = (name: string, surroundings: Surroundings): string =>
  surroundings === "upright" || /^(\d+|[A-Za-z])$/.test(name) ? name : `\\mathrm{${name}}`;

function markTex(mark: Mark, surroundings: Surroundings): string {
  switch (mark.kind) {
    case "name":
      return nameTex(mark.name, surroundings);
    case "term":
      return termTex(mark.term);
    case "run":
      return `${nameTex(mark.name, surroundings)}\\mathit{${mark.terms.map(termTex).join(",")}}`;
    case "enclosed":
      return `(${marksTex(mark.marks, surroundings)})`;
    case "primes":
      return "\\prime".repeat(mark.count);
  }
}

const marksTex = (marks: readonly Mark[], surroundings: Surroundings): string =>
  marks.map((mark) => markTex(mark, surroundings)).join(",");

/** `_{…}` or `^{…}`; nothing without marks. */
const script = (sign: "_" | "^", marks: readonly Mark[], surroundings: Surroundings): string =>
  marks.length === 0 ? "" : `${sign}{${marksTex(marks, surroundings)}}`;

const isOfIndices = (mark: Mark): boolean =>
  mark.kind === "term" || (mark.kind === "enclosed" && mark.marks.some(isOfIndices));

/**
 * A word with its scripts. They stand inside of `\mathrm{…}`, because `}_` is emphasis to Markdown; only
 * indices above it stand outside, in italics.
 */
function wordTex({ stem, below, above }: MathSymbol): string {
  const [outside, inside] = [above.filter(isOfIndices), above.filter((mark) => !isOfIndices(mark))];
  const scripts = script("_", below, "upright") + script("^", inside, "upright");
  return `\\mathrm{${stem.name}${scripts}}${script("^", outside, "italic")}`;
}

/** Any text carries its indices in brackets. */
const textSymbolTex = ({ stem, below, above }: MathSymbol): string =>
  textTex(stem.name) +
  (below.length === 0 ? "" : `[${marksTex(below, "italic")}]`) +
  script("^", above, "italic");

function letterSymbolTex({ stem, accent, below, above }: MathSymbol): string {
  const letter = letterTex(stem);
  // Braces around the letter would end in `}_` before a subscript.
  const accented = accent === undefined ? letter : `\\${accent} ${letter}`;
  return accented + script("_", below, "italic") + script("^", above, "italic");
}

const writers: Readonly<Record<Stem["kind"], (symbol: MathSymbol) => string>> = {
  letter: letterSymbolTex,
  word: wordTex,
  text: textSymbolTex,
};

/**
 * The TeX of a symbol:
 *
 *     w12 → w_{12}    theta1 → \theta_{1}    out_h1 → \mathrm{out_{h1}}    权重 → \text{权重}
 */
export const symbolTex = (symbol: MathSymbol): string => writers[symbol.stem.kind](symbol);
