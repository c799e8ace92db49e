import type { Format } from "./format.js";
import { html } from "./html.js";
import { markdown } from "./markdown.js";
import { svgText } from "./svg.js";

/** Every format by the extension of its files; add one here. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ["md", { write: ({ root }) => markdown(root), drawings: svgText }],
  [
    "html",
    {
      write: (document, all, { katex }) =>
        html([document, ...all.filter((each) => each !== document)], katex),
    },
  ],
]);

export type { Format, FormatContext } from "./format.js";
