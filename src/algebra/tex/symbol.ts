/**
 * TeX of names. Subscripts stand inside of `\mathrm{…}`, because `}_` is emphasis to Markdown:
 *
 *     w12 → w_{12}    theta1 → \theta_{1}    out_h1 → \mathrm{out_{h1}}    权重 → \text{权重}
 */
const greekNames = new Set(
  (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi " +
    "chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
  ).split(" "),
);

const greekLetters: ReadonlyMap<string, string> = new Map(
  [..."αβγδεζηθικλμνξπρστυφχψω"]
    .map((letter, place) => [letter, [...greekNames][place] ?? ""] as const)
    .concat([..."ΓΔΘΛΞΠΣΥΦΨΩ"].map((letter, place) => [letter, [...greekNames][23 + place] ?? ""])),
);

/** A name taken apart: `out_h1` has the stem `out` and the mark `h1`. */
interface NameParts {
  readonly stem: string;
  readonly marks: readonly string[];
}

const namePattern = /^([A-Za-z]+|[α-ωΓ-Ω])(\d*)((?:_+[A-Za-z0-9]+)*)$/u;

/** `m_hat` is a letter with an accent: `\\hat m`. Braces around the letter would end in `}_` before a subscript. */
const hat = "hat";

function partsOfName(name: string): NameParts | undefined {
  const [, stem, digits = "", rest = ""] = namePattern.exec(name) ?? [];
  if (stem === undefined) return undefined;
  return { stem, marks: [digits, ...rest.split(/_+/)].filter((mark) => mark !== "") };
}

/** A letter in italics, or a Greek letter; undefined for a word. */
function letterTex(stem: string): string | undefined {
  const greek = greekLetters.get(stem) ?? stem;
  if (greekNames.has(greek)) return `\\${greek}`;
  return /^[A-Za-z]$/.test(stem) ? stem : undefined;
}

const markTex = (mark: string): string =>
  /^(\d+|[A-Za-z])$/.test(mark) ? mark : `\\mathrm{${mark}}`;

/** Characters of scripts that TeX for the web can set in text. */
const settable = /[A-Za-z0-9 \u00c0-\u024f\u0400-\u04ff\u3040-\u30ff\u4e00-\u9faf\uac00-\ud7af]/u;

/** Any name whatever as text; characters that cannot be set are replaced by their code. */
function wordTex(name: string): string {
  const text = [...name.normalize("NFC")]
    .map((letter) => {
      if (settable.test(letter)) return letter;
      return letter === "_" || letter === "'" ? "-" : `u${letter.codePointAt(0)?.toString(16)}`;
    })
    .join("");
  return `\\text{${text}}`;
}

/** A letter with its accent, or nothing for a word; and the marks that are left as scripts. */
function symbolParts({ stem, marks }: NameParts): {
  readonly letter: string | undefined;
  readonly marks: string;
} {
  const letter = letterTex(stem);
  if (letter === undefined) return { letter, marks: marks.join(",") };
  const scripts = marks.filter((mark) => mark !== hat).map(markTex);
  const accented = marks.includes(hat) ? `\\hat ${letter}` : letter;
  return { letter: accented, marks: scripts.join(",") };
}

/** The TeX of a name without indices. */
export function symbolTex(name: string): string {
  const parts = partsOfName(name);
  if (!parts) return wordTex(name);
  const { letter, marks } = symbolParts(parts);
  if (marks === "") return letter ?? `\\mathrm{${parts.stem}}`;
  return letter === undefined ? `\\mathrm{${parts.stem}_{${marks}}}` : `${letter}_{${marks}}`;
}

/**
 * The TeX of an instance with its printed index terms. Marks of the name move up, in parentheses, so that
 * `h1[t]` and `h[1,t]` look different: `h_{t}^{(1)}` and `h_{1,t}`.
 */
export function instanceTex(name: string, indices: readonly string[]): string {
  if (indices.length === 0) return symbolTex(name);
  const subscript = indices.join(",");
  const parts = partsOfName(name);
  if (!parts) return `${wordTex(name)}[${subscript}]`;
  const { letter, marks } = symbolParts(parts);
  const superscript = marks && `^{(${marks})}`;
  const scripts = `_{${subscript}}${superscript}`;
  return letter === undefined ? `\\mathrm{${parts.stem}${scripts}}` : `${letter}${scripts}`;
}

/** The TeX of an index name; `j'` and fresh names such as `i'1` get a prime. */
export function indexTex(name: string): string {
  const [, bare, marks = ""] = /^(.*?)('+)$/.exec(name) ?? [];
  if (bare) return `${symbolTex(bare)}^{${"\\prime".repeat(marks.length)}}`;
  const [, stem = name, count] = /^(.*)'(\d+)$/.exec(name) ?? [];
  if (count === undefined) return symbolTex(name);
  const primes = Number(count) <= 3 ? "\\prime".repeat(Number(count)) : `(${count})`;
  return `${symbolTex(stem)}^{${primes}}`;
}
