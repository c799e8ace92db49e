import { en } from "./en.js";
import type { Language } from "./language.js";
import { zh } from "./zh.js";

/** Every language; add one here. */
export const languages: readonly Language[] = [en, zh];

/** The language with this code, if there is one. */
export const findLanguage = (code: string): Language | undefined =>
  languages.find((language) => language.code === code);

export type { Language, Phrase } from "./language.js";
