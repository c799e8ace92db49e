import type { PlotBlock } from "../lesson/block.js";
import type { Sentence } from "../lesson/sentence.js";
import type { Diagram } from "./diagram/node.js";
import { linePlot } from "./plot/line-plot.js";

/** The drawing of a plot. It has words in it, so each language has a file of its own. */
export function drawPlot(
  { file, caption, title, x, y, series }: PlotBlock,
  languageCode: string,
  say: (sentence: Sentence) => string,
): Diagram {
  const svg = linePlot({
    title: say(title),
    x: { ...x, label: say(x.label) },
    y: { ...y, label: say(y.label) },
    series,
  });
  return { type: "diagram", svg, file: `${file}.${languageCode}.svg`, alt: say(caption) };
}
