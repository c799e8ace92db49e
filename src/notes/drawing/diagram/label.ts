import type { Element } from "hast";
import { s } from "hastscript";
import { type Box, type Point, round } from "./geometry.js";
import type { Label } from "./graph.js";
import { type PaletteName, paint } from "./palette.js";

/** The fonts of a picture, unless an element asks for others. */
export const uprightFonts = `KaTeX_Main, "Latin Modern Roman", Cambria, "Times New Roman", serif`;
const italicFonts = `KaTeX_Math, "Latin Modern Math", "Cambria Math", "Times New Roman", serif`;
/** The fonts of words. */
export const plainFonts = `system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;

/** A run of characters in one style, `shift` em below the line and `back` em behind the end of the run before. */
interface Run {
  readonly text: string;
  readonly scale: number;
  readonly shift: number;
  readonly back: number;
}

const small = 0.7;
const subscriptShift = 0.26;
const superscriptShift = -0.42;

/** Words and single letters apart from signs and numbers; `h1` is a word. */
const split = (text: string, style: Omit<Run, "text">): Run[] =>
  (text.match(/\p{L}[\p{L}\p{N}]*|[^\p{L}]+/gu) ?? []).map((part, place) => ({
    ...style,
    text: part,
    back: place === 0 ? style.back : 0,
  }));

/** The subscript stands below the superscript: the wider one is written over the narrower one. */
function runsOf({ base, sub = "", sup = "" }: Label): readonly Run[] {
  const scripts = [
    { text: sub, shift: subscriptShift },
    { text: sup, shift: superscriptShift },
  ].sort((a, b) => textWidth(a.text, small) - textWidth(b.text, small));
  const narrower = textWidth(scripts[0]?.text ?? "", small);
  return [
    ...split(base, { scale: 1, shift: 0, back: 0 }),
    ...scripts.flatMap(({ text, shift }, place) =>
      split(text, { scale: small, shift, back: place === 0 ? 0 : narrower }),
    ),
  ];
}

const isVariable = (text: string): boolean => /^(\p{Script=Latin}|[α-ω])$/u.test(text);

/** The widths of characters in em, the first that fits. */
const characterWidths: ReadonlyArray<readonly [RegExp, number]> = [
  [/[mwMW]/, 0.86],
  [/[.,'|′]/, 0.28],
  [/[ijlt()[\]]/, 0.37],
  [/[\d ]/, 0.5],
  [/[A-Z−+]/, 0.74],
  [/[\u2e80-\uffff]/, 1],
];

const widthOfCharacter = (character: string): number =>
  characterWidths.find(([pattern]) => pattern.test(character))?.[1] ?? 0.54;

/** About how wide a text is at a font size. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + widthOfCharacter(character) * size, 0);

/** About how wide a label is at a font size. */
export const labelWidth = (label: Label, size: number): number =>
  runsOf(label).reduce(
    (sum, { text, scale, back }) => sum + textWidth(text, size * scale) - back * size,
    0,
  );

/** How tall a label is at a font size: more where it has both a subscript and a superscript. */
export const labelHeight = ({ sub, sup }: Label, size: number): number =>
  size * (sub && sup ? 1.55 : 1.2);

function tspans(label: Label, size: number): Element[] {
  let shift = 0;
  return runsOf(label).map((run) => {
    const variable = isVariable(run.text);
    const dy = round((run.shift - shift) * size);
    const dx = round(-run.back * size);
    shift = run.shift;
    return s(
      "tspan",
      {
        ...(dx !== 0 && { dx }),
        ...(dy !== 0 && { dy }),
        ...(run.scale !== 1 && { fontSize: round(size * run.scale) }),
        ...(variable && { fontFamily: italicFonts, fontStyle: "italic" }),
      },
      run.text,
    );
  });
}

interface TextStyle {
  readonly size: number;
  readonly color: PaletteName;
}

const textAt = (point: Point, { size, color }: TextStyle, content: Element[]): Element =>
  s(
    "text",
    {
      x: round(point.x),
      y: round(point.y + size * 0.34),
      textAnchor: "middle",
      fontSize: size,
      ...paint(color),
    },
    content,
  );

/** A piece of empty paper behind a text, so that it can stand on a line. */
export const plate = (box: Box): Element =>
  s("rect", {
    x: round(box.x - box.width / 2),
    y: round(box.y - box.height / 2),
    width: round(box.width),
    height: round(box.height),
    rx: 3,
    ...paint("sheet"),
  });

/** A name, centred on a point. */
export const nameAt = (point: Point, label: Label, style: TextStyle): Element =>
  textAt(point, style, tspans(label, style.size));

/** Plain words or a number, centred on a point. */
export const wordsAt = (point: Point, words: string, style: TextStyle): Element =>
  textAt(point, style, [s("tspan", { fontFamily: plainFonts }, words)]);
