import type { Index, IndexTerm } from "./index-term.js";

/**
 * A symbol as mathematics sets it, as data: what carries the scripts, and the marks below and above it. TeX and
 * diagrams are written from it.
 */
export interface MathSymbol {
  readonly stem: Stem;
  readonly accent?: Accent;
  readonly below: readonly Mark[];
  readonly above: readonly Mark[];
}

/** One letter in italics (Greek ones by their English name), a word in upright letters, or any text whatever. */
export interface Stem {
  readonly kind: "letter" | "word" | "text";
  readonly name: string;
}

export type Accent = "hat";

/** What stands in a subscript or a superscript, between commas. */
export type Mark =
  /** A number, a letter or a word: 5, hh. */
  | { readonly kind: "name"; readonly name: string }
  /** An index term: t-1. */
  | { readonly kind: "term"; readonly term: NamedTerm }
  /** Letters of a word directly before index terms: the hj of net_hj. */
  | { readonly kind: "run"; readonly name: string; readonly terms: readonly NamedTerm[] }
  /** Marks in parentheses: (1,2). */
  | { readonly kind: "enclosed"; readonly marks: readonly Mark[] }
  | { readonly kind: "primes"; readonly count: number };

/** An index term whose indices all have names. */
export interface NamedTerm {
  readonly constant: number;
  readonly factors: ReadonlyArray<readonly [index: string, coefficient: number]>;
}

export const nameMark = (name: string): Mark => ({ kind: "name", name });
export const termMark = (term: NamedTerm): Mark => ({ kind: "term", term });
export const enclosedMark = (...marks: readonly Mark[]): Mark => ({ kind: "enclosed", marks });

/** The term with names for its indices, in its order. Throws where `nameOf` has none. */
export const nameIndices = (
  { constant, factors }: IndexTerm,
  nameOf: (index: Index) => string,
): NamedTerm => ({
  constant,
  factors: factors.map(([index, coefficient]) => [nameOf(index), coefficient]),
});

/** The Greek letters by their English names, as TeX has them. */
export const greekLetters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: "α",
    beta: "β",
    gamma: "γ",
    delta: "δ",
    epsilon: "ε",
    zeta: "ζ",
    eta: "η",
    theta: "θ",
    iota: "ι",
    kappa: "κ",
    lambda: "λ",
    mu: "μ",
    nu: "ν",
    xi: "ξ",
    pi: "π",
    rho: "ρ",
    sigma: "σ",
    tau: "τ",
    upsilon: "υ",
    phi: "φ",
    chi: "χ",
    psi: "ψ",
    omega: "ω",
    Gamma: "Γ",
    Delta: "Δ",
    Theta: "Θ",
    Lambda: "Λ",
    Xi: "Ξ",
    Pi: "Π",
    Sigma: "Σ",
    Upsilon: "Υ",
    Phi: "Φ",
    Psi: "Ψ",
    Omega: "Ω",
  }),
);

const greekNames: ReadonlyMap<string, string> = new Map(
  [...greekLetters].map(([name, letter]) => [letter, name]),
);

/** The stem that a name without digits and underscores is. */
export function stemOf(name: string): Stem {
  const latin = greekNames.get(name) ?? name;
  return { kind: latin.length === 1 || greekLetters.has(latin) ? "letter" : "word", name: latin };
}

const namePattern = /^([A-Za-z]+|[α-ωΓ-Ω])(\d*)((?:_+[A-Za-z0-9]+)*)$/u;

/** `m_hat` is a letter with an accent. */
const accentNames: ReadonlySet<string> = new Set<Accent>(["hat"]);

/** The stem, the accent and the marks of a name: `out_h1` is a word with the mark `h1`. */
function partsOf(name: string): Pick<MathSymbol, "stem" | "accent"> & { readonly marks: Mark[] } {
  const [, latin, digits = "", rest = ""] = namePattern.exec(name) ?? [];
  if (latin === undefined) return { stem: { kind: "text", name }, marks: [] };
  const stem = stemOf(latin);
  const all = [digits, ...rest.split(/_+/)].filter((mark) => mark !== "");
  const isAccent = (mark: string): boolean => stem.kind === "letter" && accentNames.has(mark);
  return {
    stem,
    ...(all.some(isAccent) && { accent: "hat" }),
    marks: all.filter((mark) => !isAccent(mark)).map(nameMark),
  };
}

/**
 * The symbol that a name is, with indices. Marks of the name move up, in parentheses, where there are indices, so
 * that `h1[t]` and `h[1,t]` look different.
 */
export function symbolOf(name: string, indices: readonly NamedTerm[] = []): MathSymbol {
  const { marks, ...letter } = partsOf(name);
  if (indices.length === 0) return { ...letter, below: marks, above: [] };
  const above = marks.length === 0 ? [] : [enclosedMark(...marks)];
  return { ...letter, below: indices.map(termMark), above };
}

/** So many primes are written; more are counted. */
const mostPrimes = 3;

/** The symbol of an index; `j'` and fresh names such as `i'1` get a prime. */
export function indexSymbol(name: string): MathSymbol {
  const [, bare, ticks = ""] = /^(.*?)('+)$/.exec(name) ?? [];
  if (bare) return { ...symbolOf(bare), above: [{ kind: "primes", count: ticks.length }] };
  const [, stem = name, digits] = /^(.*)'(\d+)$/.exec(name) ?? [];
  const count = Number(digits ?? 0);
  if (count === 0) return symbolOf(stem);
  const mark: Mark =
    count <= mostPrimes ? { kind: "primes", count } : enclosedMark(nameMark(String(count)));
  return { ...symbolOf(stem), above: [mark] };
}

/** Every letter and word in a symbol, for choosing others. */
export function lettersOf({ stem, below, above }: MathSymbol): readonly string[] {
  const inMark = (mark: Mark): readonly string[] => {
    if (mark.kind === "enclosed") return mark.marks.flatMap(inMark);
    if (mark.kind === "name" || mark.kind === "run") return lettersIn(mark.name);
    return [];
  };
  return [...lettersIn(stem.name), ...[...below, ...above].flatMap(inMark)];
}

/** The runs of Latin letters in a name. */
export const lettersIn = (name: string): readonly string[] => name.match(/[A-Za-z]+/g) ?? [];
