import type { Block } from "./block.js";
import type { LessonContext } from "./context.js";
import { type Formula, relationsIn } from "./formula.js";
import type { Progress } from "./progress.js";
import type { SectionRequest } from "./request.js";
import { deriveSection } from "./sections/derive.js";
import { formulasSection } from "./sections/formulas.js";
import { forwardSection } from "./sections/forward.js";
import { functionsSection } from "./sections/functions.js";
import { givensSection } from "./sections/givens.js";
import { gradientsSection } from "./sections/gradients.js";
import { lossSection } from "./sections/loss.js";
import { trainSection } from "./sections/train.js";
import { updateSection } from "./sections/update.js";
import { sentence } from "./sentence.js";

/** The sections of a lesson by the name that a template calls them; add one here. */
export const sections: ReadonlyMap<
  string,
  (context: LessonContext, progress: Progress, request: SectionRequest) => readonly Block[]
> = new Map([
  [
    "title",
    ({ network }: LessonContext) => [
      { kind: "title", sentence: sentence("title", { title: network.title }) } as const,
    ],
  ],
  [
    "diagram",
    () => [
      { kind: "diagram", caption: sentence("diagram-network"), highlight: undefined } as const,
    ],
  ],
  ["givens", givensSection],
  ["forward", forwardSection],
  ["loss", lossSection],
  ["functions", functionsSection],
  ["derive", deriveSection],
  ["formulas", formulasSection],
  ["gradients", gradientsSection],
  ["update", updateSection],
  ["train", trainSection],
]);

const formulasOf = (block: Block): readonly Formula[] => {
  switch (block.kind) {
    case "display":
      return block.lines;
    case "list":
      return block.items.flatMap((blocks) => blocks.flatMap(formulasOf));
    case "table":
      return block.rows.flat().flatMap((cell) => (cell && !("code" in cell) ? [cell] : []));
    default:
      return [];
  }
};

/** Every relation that the blocks show in displays and tables: what must be judged before they are written. */
export const relationsOf = (blocks: readonly Block[]): readonly Formula[] =>
  blocks.flatMap(formulasOf).flatMap(relationsIn);
