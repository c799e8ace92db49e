import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors/problem.js";
import { catalog } from "../../../src/network/catalog.js";
import { readSpec } from "../../../src/network/file/read-spec.js";
import { buildNetwork } from "../../../src/network/network.js";
import { buildReport } from "../../../src/notes/document/build-report.js";
import { markdown } from "../../../src/notes/formats/markdown.js";
import { en } from "../../../src/notes/languages/en.js";

const file = join(import.meta.dirname, "..", "..", "..", "examples", "article.yaml");
const network = buildNetwork(readSpec(readFileSync(file, "utf8"), catalog));

/** The report of the article's network from a template of one marker. */
function reportFrom(marker: string): string {
  const languages = [{ language: en, template: `<!-- gradwalk:${marker} -->\n` }];
  const { documents, relations } = buildReport(network, { languages, digits: 6 });
  expect(relations.failed).toEqual([]);
  return documents.map(({ root }) => markdown(root)).join("");
}

function problemOf(marker: string): string {
  try {
    reportFrom(marker);
  } catch (error) {
    if (error instanceof InputError)
      return error.problems.map(({ code, place }) => `${place?.line} ${code}`).join();
    throw error;
  }
  return "no problem";
}

describe("a marker can say what to derive, and how", () => {
  it.each([
    [
      "derive w3 form=paths",
      ["Path 2", "\\frac{\\partial E}{\\partial w_{3}} \\approx 0.000497713"],
    ],
    ["derive b2 form=deltas", ["\\frac{\\partial E}{\\partial b_{2}} = \\delta_{2}^{h}"]],
    ["derive w1 form=index", ["= \\delta_{q}^{h} i_{p}"]],
    ["derive w1 form=matrix", ["\\frac{\\partial E}{\\partial W} = \\delta^{h} i^{\\top}"]],
  ])("%s", (marker, expected) => {
    const page = reportFrom(marker);
    for (const text of expected) expect(page).toContain(text);
  });

  it.each([
    ["derive w99", "1 unknown-quantity"],
    ["derive w1 form=words", "1 unknown-form"],
    ["forward w1", "1 unexpected-argument"],
    ["fordward", "1 unknown-section"],
  ])("%s is refused", (marker, problem) => {
    expect(problemOf(marker)).toBe(problem);
  });
});
