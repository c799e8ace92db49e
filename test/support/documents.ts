import { s } from "hastscript";
import type { RootContent } from "mdast";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { withPrecision } from "../../src/math/numeric/printed-precision.js";
import type { Network } from "../../src/network/network.js";
import { blockNodes } from "../../src/notes/document/block-nodes.js";
import { buildReport, type Report, typesetting } from "../../src/notes/document/build-report.js";
import { markdown } from "../../src/notes/formats/markdown.js";
import { en } from "../../src/notes/languages/en.js";
import { languages } from "../../src/notes/languages/index.js";
import { lessonContext, PrecisionError } from "../../src/notes/lesson/context.js";
import { sections } from "../../src/notes/lesson/lesson.js";
import { defaultTargets } from "../../src/notes/lesson/targets.js";
import { projectFile } from "./read.js";

const withTemplates = (codes: readonly string[]) =>
  languages
    .filter(({ code }) => codes.includes(code))
    .map((language) => ({
      language,
      template: projectFile(`templates/report.${language.code}.md`),
    }));

export const languageCodes: readonly string[] = languages.map(({ code }) => code);

/** The report of a network from the templates of the package. */
export const reportOf = (
  network: Network,
  { digits = 6, codes = languageCodes }: { digits?: number; codes?: readonly string[] } = {},
): Report => buildReport(network, { languages: withTemplates(codes), digits });

const noDrawing = { type: "diagram", svg: s("svg"), file: "none.svg" } as const;

/** The sections of a report that hold numbers. */
const sectionsWithNumbers = ["givens", "forward", "loss", "derive", "gradients", "update"];

/** The Markdown of what a report says in numbers, in English: much faster than all of it. */
export function numbersPage(network: Network, digits: number): string {
  const backpropagation = backpropagate(network.model);
  const walked = { targets: defaultTargets(network), isChosen: false };
  const blocks = withPrecision((precision) => {
    try {
      const context = lessonContext(network, backpropagation, walked, digits, precision);
      const progress = { shown: new Set<string>() };
      return sectionsWithNumbers.flatMap(
        (name) =>
          sections.get(name)?.(context, progress, {
            arguments: [],
            options: new Map(),
            place: { line: 1, column: 1 },
          }) ?? [],
      );
    } catch (error) {
      if (error instanceof PrecisionError) return undefined;
      throw error;
    }
  });
  const writer = {
    language: en,
    typesetter: { options: typesetting(network) },
    draw: (_: unknown, alt: string) => ({ ...noDrawing, alt }),
    keep: () => {},
  };
  return markdown({ type: "root", children: blockNodes(blocks, writer) as RootContent[] });
}
