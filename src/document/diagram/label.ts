import type { Element } from "hast";
import { s } from "hastscript";
import { type Box, type Point, round } from "./geometry.js";
import type { Label } from "./graph.js";
import { type PaletteName, paint } from "./palette.js";

/** The fonts of a picture, unless an element asks for others. */
export const uprightFonts = `KaTeX_Main, "Latin Modern Roman", Cambria, "Times New Roman", serif`;
const italicFonts = `KaTeX_Math, "Latin Modern Math", "Cambria Math", "Times New Roman", serif`;
const plainFonts = `system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;

/** A run of characters in one style, `shift` em below the line. */
interface Run {
  readonly text: string;
  readonly scale: number;
  readonly shift: number;
}

const small = 0.7;
const subscriptShift = 0.24;
const superscriptShift = -0.38;

const split = (text: string, scale: number, shift: number): Run[] =>
  (text.match(/\p{L}+|[^\p{L}]+/gu) ?? []).map((part) => ({ text: part, scale, shift }));

const runsOf = ({ base, sub = "", sup = "" }: Label): readonly Run[] => [
  ...split(base, 1, 0),
  ...split(sub, small, subscriptShift),
  ...split(sup, small, superscriptShift),
];

const isVariable = (text: string): boolean => /^\p{L}$/u.test(text);

const widthOfCharacter = (character: string): number => {
  if (/[mwMW]/.test(character)) return 0.82;
  if (/[ijlt.,'|]/.test(character)) return 0.34;
  return /[\u2e80-\uffff]/.test(character) ? 1 : 0.54;
};

/** About how wide a text is at a font size. */
export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + widthOfCharacter(character) * size, 0);

/** About how wide a label is at a font size. */
export const labelWidth = (label: Label, size: number): number =>
  runsOf(label).reduce((sum, { text, scale }) => sum + textWidth(text, size * scale), 0);

function tspans(label: Label, size: number): Element[] {
  let shift = 0;
  return runsOf(label).map((run) => {
    const variable = isVariable(run.text);
    const dy = round((run.shift - shift) * size);
    shift = run.shift;
    return s(
      "tspan",
      {
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
