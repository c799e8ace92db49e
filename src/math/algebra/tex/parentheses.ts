import type { Piece } from "./options.js";

/** Whether TeX is taller or longer than a line of letters, so that delimiters must grow with it. */
export const isTall = (tex: string): boolean =>
  /\\(frac|sum|left|max_|min_|exp)/.test(tex) || tex.length > 48;

/** TeX in parentheses as high as they must be. */
export const parenthesize = (tex: string): string =>
  /\\(frac|sum|left\\lvert)|(max|min)_/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`;

/** A piece in parentheses. */
export const enclosed = ({ tex }: Piece): Piece => ({ tex: parenthesize(tex), level: "atom" });
