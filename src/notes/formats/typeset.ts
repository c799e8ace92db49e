import type { Root } from "hast";
import rehypeKatex from "rehype-katex";
import { unified } from "unified";
import { VFile } from "vfile";
import { InputError } from "../../errors/problem.js";

const strictly = {
  strict: "error",
  trust: false,
  output: "htmlAndMathml",
  maxSize: 40,
  maxExpand: 1000,
} as const;

/**
 * Typesets all formulas. A formula that KaTeX rejects is an error of the user where it has a place in a
 * note, otherwise one of ours.
 */
export function typeset(root: Root): Root {
  const file = new VFile();
  const typeset = unified().use(rehypeKatex, strictly).runSync(root, file);
  const problems = file.messages.map(({ cause, place }) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const point = place && ("start" in place ? place.start : place);
    return {
      code: "invalid-tex",
      message: `cannot typeset a formula: ${reason.replace(/^KaTeX parse error: /, "")}`,
      ...(point && { place: { line: point.line, column: point.column } }),
    };
  });
  if (problems.some(({ place }) => place)) throw new InputError(...problems);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  return typeset as Root;
}
