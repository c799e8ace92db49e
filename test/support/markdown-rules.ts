import { mathIn } from "./markdown-math.js";

/**
 * The rules of Markdown whose formulas show everywhere, checked on the text of a page line by line, without a
 * parser: each gives what breaks it.
 */
type Rule = (lines: readonly Line[], page: string) => readonly string[];

interface Line {
  readonly text: string;
  readonly number: number;
  /** Whether the line stands between two lines of dollars. */
  readonly inDisplay: boolean;
  readonly isFence: boolean;
  readonly before: string;
  readonly after: string;
}

function linesOf(page: string): readonly Line[] {
  let open = false;
  const texts = page.split("\n");
  return texts.map((text, place) => {
    const isFence = text === "$$";
    const inDisplay = open && !isFence;
    if (isFence) open = !open;
    return {
      text,
      number: place + 1,
      inDisplay,
      isFence,
      before: texts[place - 1] ?? "",
      after: texts[place + 1] ?? "",
    };
  });
}

const say = (line: Line, problem: string): string =>
  `line ${line.number}: ${problem}: ${line.text}`;

const inlineParts = (
  text: string,
): readonly { readonly tex: string; readonly left: string; readonly right: string }[] =>
  [...text.matchAll(/(?<!\\)\$([^$]*)\$/g)].map((match) => ({
    tex: match[1] ?? "",
    left: text.slice(0, match.index).slice(-1),
    right: text.slice(match.index + match[0].length).slice(0, 1),
  }));

const wide = /[\u2e80-\uffef\u2018-\u201d\u2026\u2014]/u;

/** A rule about each inline formula of a line, with the characters beside it. */
const inline =
  (problem: string, breaks: (part: ReturnType<typeof inlineParts>[number]) => boolean): Rule =>
  (lines) =>
    lines
      .filter(({ inDisplay, isFence }) => !inDisplay && !isFence)
      .filter(({ text }) => inlineParts(text).some(breaks))
      .map((line) => say(line, problem));

/** A rule about each line inside of a display. */
const display =
  (problem: string, breaks: RegExp): Rule =>
  (lines) =>
    lines
      .filter(({ inDisplay, text }) => inDisplay && breaks.test(text))
      .map((line) => say(line, problem));

/** The lines of dollars that open (0) or close (1) a display. */
const fences = (lines: readonly Line[], parity: 0 | 1): readonly Line[] =>
  lines.filter(({ isFence }) => isFence).filter((_, place) => place % 2 === parity);

const rules: readonly Rule[] = [
  (lines) =>
    fences(lines, 0)
      .filter(({ before }) => before.trim() !== "")
      .map((line) => say(line, "no blank line before a display")),
  (lines) =>
    fences(lines, 1)
      .filter(({ after }) => after.trim() !== "")
      .map((line) => say(line, "no blank line behind a display")),
  (lines) =>
    lines.filter(({ isFence }) => isFence).length % 2 === 0 ? [] : ["a display does not end"],
  (lines) =>
    lines
      .filter(({ text, isFence }) => !isFence && text.includes("$$"))
      .map((line) => say(line, "two dollars are not alone on their line")),
  (lines) =>
    lines
      .filter(
        ({ text, inDisplay }) => !inDisplay && (text.match(/(?<!\\)\$/g)?.length ?? 0) % 2 === 1,
      )
      .map((line) => say(line, "a dollar without its partner")),
  display("nothing", /^\s*$/),
  display("a line begins like a list, a quote or a heading", /^\s*(?:[+\-=>#*]|\d+[.)])/),
  display("a dollar inside of a display", /\$/),
  display("a bare bar", /\|/),
  display("a line of the page begins with spaces of code", /^ {4}/),
  inline("an empty formula", ({ tex }) => tex === ""),
  inline("spaces inside of the dollars", ({ tex }) => /^\s|\s$/.test(tex)),
  inline("what Markdown takes for something else", ({ tex }) =>
    /\}_|\*|~|\\[,;{}_\\]|\]\(|<[A-Za-z]|\|/.test(tex),
  ),
  inline("a letter or digit right behind a dollar", ({ right }) => /[\p{L}\p{N}]/u.test(right)),
  inline("Chinese beside a dollar", ({ left, right }) => wide.test(left) || wide.test(right)),
  inline("a letter, digit or backslash right before a dollar", ({ left }) =>
    /[\p{L}\p{N}\\]/u.test(left),
  ),
  (_, page) =>
    mathIn(page)
      .filter(({ tex }) => wide.test(tex.replaceAll(/\\text\{[^{}]*\}/g, "")))
      .map(({ tex }) => `Chinese outside of \\text: ${tex}`),
  (_, page) =>
    /\\begin\{aligned\}/.test(page.replaceAll(/\$\$\n[^$]*\n\$\$/g, ""))
      ? ["aligned outside of a display"]
      : [],
  (lines) =>
    lines
      .filter(({ text }) => text !== text.trimEnd())
      .map((line) => say(line, "spaces at the end of a line")),
  (_, page) =>
    page.endsWith("\n") && !page.endsWith("\n\n")
      ? []
      : ["no single line end at the end of the page"],
];

/** What in a page breaks a rule of portable Markdown. */
export const brokenRules = (page: string): readonly string[] => {
  const lines = linesOf(page);
  return rules.flatMap((rule) => rule(lines, page));
};
