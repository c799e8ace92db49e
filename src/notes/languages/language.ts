import type { Formula } from "../lesson/formula.js";
import type { SentenceArguments, SentenceCode } from "../lesson/sentence.js";

/** A sentence in a language: text and formulas in the order in which they are read. */
export type Phrase = readonly (string | Formula)[];

/**
 * Everything that differs between languages. A missing sentence does not compile. All languages mention the
 * formulas of a sentence in the same order, so that a page can carry several languages and each formula once.
 */
export interface Language {
  /** The code that `--lang` takes and file names carry. */
  readonly code: string;
  /** The BCP 47 tag for HTML. */
  readonly tag: string;
  /** The language's own name for itself. */
  readonly name: string;
  /** What stands above the table of contents of a page. */
  readonly contents: string;
  /** What stands between two sentences of a paragraph. */
  readonly space: string;
  readonly sentences: {
    readonly [Code in SentenceCode]: (about: SentenceArguments[Code]) => Phrase;
  };
}

type Part = string | number | bigint | Formula | Phrase;

const isPhrase = (part: Part): part is Phrase => Array.isArray(part);

/** Writes a phrase: say`The loss is ${formula}.` */
export function say(texts: TemplateStringsArray, ...parts: readonly Part[]): Phrase {
  const phrase: (string | Formula)[] = [];
  texts.forEach((text, place) => {
    if (text !== "") phrase.push(text);
    const part = parts[place];
    if (part === undefined) return;
    if (isPhrase(part)) phrase.push(...part);
    else phrase.push(typeof part === "object" ? part : String(part));
  });
  return phrase.filter((part) => part !== "");
}

/** Formulas or words one after the other: `listed([a, b, c], ", ", " and ")`. */
export function listed(
  parts: readonly (string | Formula)[],
  comma: string,
  last: string = comma,
): Phrase {
  return parts.flatMap((part, place) => {
    if (place === 0) return [part];
    return [place === parts.length - 1 ? last : comma, part];
  });
}
