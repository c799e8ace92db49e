/** A formula of a Markdown text, found without any parser of Markdown. */
export interface MathText {
  readonly kind: "display" | "inline";
  readonly tex: string;
}

/** Every formula in order: what stands between lines of `$$`, and between single dollars of a line. */
export function mathIn(markdown: string): readonly MathText[] {
  const found: MathText[] = [];
  let display: string[] | undefined;
  for (const line of markdown.split("\n")) {
    if (line.trim() === "$$") {
      if (display) found.push({ kind: "display", tex: display.join("\n") });
      display = display ? undefined : [];
    } else if (display) display.push(line);
    else
      for (const [, tex = ""] of line.matchAll(/(?<!\\)\$([^$]+)\$/g))
        found.push({ kind: "inline", tex });
  }
  if (display) throw new Error("a display formula without an end");
  return found;
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Splits TeX at separators that stand outside of all brackets; the separators stay, at odd places. */
export function splitOutside(tex: string, separators: readonly string[]): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place < tex.length; place++) {
    const letter = tex[place] ?? "";
    if (letter in closers) depth++;
    else if (Object.values(closers).includes(letter)) depth--;
    const separator = separators.find((each) => tex.startsWith(each, place));
    if (depth > 0 || separator === undefined) continue;
    parts.push(tex.slice(start, place).trim(), separator);
    start = place + separator.length;
    place = start - 1;
  }
  return [...parts, tex.slice(start).trim()];
}

/** The statements of a formula: the rows of a display, and the items of lists in them. */
export const statementsIn = ({ tex }: MathText): readonly string[] =>
  tex
    .split("\n")
    .filter((line) => !/^\\(begin|end)\{aligned\}$/.test(line))
    .map((line) => line.replace(/^& ?/, "").replace(/ \\\\$/, ""))
    .flatMap((row) => splitOutside(row, [", \\quad "]).filter((_, place) => place % 2 === 0))
    .filter((statement) => statement !== "" && statement !== "\\dots");
