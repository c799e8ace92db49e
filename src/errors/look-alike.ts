import { codePointName, quote } from "./quote.js";

/** Letters of other alphabets that look like ASCII ones, each pair in two neighbouring characters. */
const alphabets = {
  Cyrillic: "аaсcеeоoрpхxуyіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTХXУYЅSІIЈJ",
  Greek: "οoΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX",
  Armenian: "օoսuհhոnցg",
} as const;

interface LookAlike {
  readonly ascii: string;
  readonly is: string;
}

const lookAlikes: ReadonlyMap<string, LookAlike> = new Map(
  Object.entries(alphabets).flatMap(([script, pairs]) =>
    [...pairs.matchAll(/(.)(.)/gu)].map(
      ([, letter = "", ascii = ""]) => [letter, { ascii, is: `a ${script} letter` }] as const,
    ),
  ),
);

/** A character that is not ASCII and looks like one that is: from another alphabet, or full-width, or a mathematical letter. */
function lookAlikeOf(character: string): LookAlike | undefined {
  const known = lookAlikes.get(character);
  if (known) return known;
  const ascii = character.normalize("NFKC");
  if (ascii === character || !/^[A-Za-z\d]$/.test(ascii)) return undefined;
  const isWide = /[！-～]/.test(character);
  return { ascii, is: isWide ? "a full-width character" : "a character of its own" };
}

/** The ASCII text that a name looks like, where it has letters that only look so; undefined for all others. */
export function asciiLookAlike(name: string): string | undefined {
  const plain = [...name].map((each) => lookAlikeOf(each)?.ascii ?? each).join("");
  return plain !== name && /^[\x21-\x7e]+$/.test(plain) ? plain : undefined;
}

/** The known name that looks the same as a name but is another one. */
export function sameLook(name: string, known: Iterable<string>): string | undefined {
  const look = asciiLookAlike(name) ?? name;
  return [...known].find((each) => each !== name && (asciiLookAlike(each) ?? each) === look);
}

/** The letters of a name that look like others, as a continuation of a sentence; nothing where there are none. */
export function namedLookAlikes(name: string): string {
  if (asciiLookAlike(name) === undefined && !isMixed(name)) return "";
  const found = new Map([...name].map((each) => [each, lookAlikeOf(each)] as const));
  const named = [...found].flatMap(([character, alike]) =>
    alike ? [`${codePointName(character)}, ${alike.is} that looks like ${quote(alike.ascii)}`] : [],
  );
  return named.length === 0 ? "" : ` (it has ${named.join("; ")})`;
}

const scripts = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
];

/** Whether a name mixes alphabets so that a letter passes for one of another: `xа` with a Cyrillic а. */
export function isMixed(name: string): boolean {
  const mixes = scripts.filter((script) => script.test(name)).length > 1;
  const isWidth = /[Ａ-Ｚａ-ｚ０-９]/.test(name) && /[A-Za-z\d]/.test(name);
  return isWidth || (mixes && [...name].some((each) => lookAlikes.has(each)));
}
