import type { Stretch } from "../../errors/place.js";
import type { Placing } from "./read-source.js";
import type { ScalarSource } from "./source.js";

const escapeLengths: ReadonlyMap<string, number> = new Map([
  ["x", 4],
  ["u", 6],
  ["U", 10],
]);

/**
 * Finds places inside of a scalar's text in the file. Where the file says the same in other characters
 * (escapes, folded lines, block scalars), the two are aligned character by character.
 */
export function placesInScalar(file: string, scalar: ScalarSource, placeOf: Placing): Placing {
  const written = file.slice(scalar.start, scalar.end);
  const direct = written.indexOf(scalar.text);
  if (scalar.text === "") return () => placeOf(scalar);
  if (direct >= 0 && scalar.style !== "block")
    return ({ start, end }) =>
      placeOf({ start: scalar.start + direct + start, end: scalar.start + direct + end });
  const offsets = align(written, scalar);
  const offsetOf = (at: number): number => scalar.start + (offsets[at] ?? written.length);
  return ({ start, end }: Stretch) =>
    placeOf({ start: offsetOf(start), end: Math.max(offsetOf(end - 1), offsetOf(start)) + 1 });
}

/** For each character of the text the offset of what it was written as. */
function align(written: string, { text, style }: ScalarSource): number[] {
  const offsets: number[] = [];
  let at = style === "block" ? written.indexOf("\n") + 1 : style === "quoted" ? 1 : 0;
  const escapes = written.startsWith('"');
  for (const character of text.split("")) {
    while (/\s/.test(written.charAt(at)) && !/\s/.test(character)) at += 1;
    offsets.push(at);
    if (/\s/.test(character)) {
      if (written.charAt(at) === character) at += 1;
      continue;
    }
    at += writtenLength(written, at, character, escapes);
  }
  return offsets;
}

/** How many characters of the file stand for one of the text: `\x41` for A, `''` for an apostrophe. */
function writtenLength(written: string, at: number, character: string, escapes: boolean): number {
  if (escapes && written.charAt(at) === "\\") return escapeLengths.get(written.charAt(at + 1)) ?? 2;
  return !escapes && character === "'" && written.startsWith("''", at) ? 2 : 1;
}
