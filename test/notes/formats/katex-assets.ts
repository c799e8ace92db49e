import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { KatexAssets } from "../../../src/notes/formats/katex-style.js";

const folder = dirname(createRequire(import.meta.url).resolve("katex/package.json"));

/** KaTeX's own style sheet and fonts, as the command line reads them. */
export const katexAssets: KatexAssets = {
  css: readFileSync(join(folder, "dist", "katex.min.css"), "utf8"),
  font: (file) => readFileSync(join(folder, "dist", "fonts", file)).toString("base64"),
};
