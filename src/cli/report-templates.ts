import { readFile } from "node:fs/promises";
import type { Language } from "../notes/languages/index.js";
import { displayName, tell } from "./failure.js";
import { packageFile } from "./page-files.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** A language with the Markdown that its reports are written into. */
export interface Template {
  readonly language: Language;
  readonly template: string;
}

/** The templates that come with the package, one for each language. */
export const shippedTemplates = (languages: readonly Language[]): Promise<readonly Template[]> =>
  Promise.all(
    languages.map(async (language) => ({
      language,
      template: await readFile(packageFile(`templates/report.${language.code}.md`), "utf8"),
    })),
  );

/** The user's own template for all languages; undefined where it is of no use, and what is wrong has been told. */
export async function ownTemplates(
  file: string,
  languages: readonly Language[],
  terminal: Terminal,
): Promise<readonly Template[] | undefined> {
  try {
    const template = await readText(file, terminal);
    const { isSection } = await import("../notes/document/build-report.js");
    const { readTemplate } = await import("../notes/document/template.js");
    readTemplate(template, isSection);
    return languages.map((language) => ({ language, template }));
  } catch (error) {
    tell(terminal, displayName(file), error);
    return undefined;
  }
}
