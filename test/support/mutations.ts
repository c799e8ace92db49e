import { type Draws, drawsFrom } from "./draws.js";

/** Changes one place of a text, or gives it back where it has no such place. */
type Change = (text: string, draws: Draws) => string;

const replaceOne =
  (pattern: RegExp, replacement: (found: string, draws: Draws) => string): Change =>
  (text, draws) => {
    const places = [...text.matchAll(pattern)];
    if (places.length === 0) return text;
    const place = draws.pick(places);
    const [found] = place;
    const start = place.index;
    return text.slice(0, start) + replacement(found, draws) + text.slice(start + found.length);
  };

const otherDigit = (digit: string, { integer }: Draws): string =>
  String((Number(digit) + integer(1, 9)) % 10);

/** What somebody could get wrong in a formula or a number. */
const changes: Readonly<Record<string, Change>> = {
  digit: replaceOne(/\d/g, otherDigit),
  sign: replaceOne(/ [+-] /g, (found) => (found === " + " ? " - " : " + ")),
  "leading sign": (text) => (text.startsWith("-") ? text.slice(1) : `-${text}`),
  "dropped factor": replaceOne(/\*[\w∂]+(\[[^\]]*\])?(?![\w([])/g, () => ""),
  operator: replaceOne(/[*/^]/g, (found, { pick }) =>
    pick([..."*/^"].filter((each) => each !== found)),
  ),
  index: replaceOne(/(?<=[[,])[a-z]'*(?=[\],])/g, (found, { pick }) =>
    pick(["i", "j", "k", "s", "q", "1"].filter((each) => each !== found)),
  ),
  "divided index": replaceOne(/(?<=[\w'°])-(?=\w)/g, () => "/"),
  "another constant": replaceOne(/(?<![\w.='°[,-])[0-9](?![\w.])(?!\.\.)/g, otherDigit),
  "added factor": (text, { pick }) => `${pick(["6*", "-", "0.5*"])}${text}`,
  function: replaceOne(/[a-z0-9_]+(?=\()/g, (found, { pick }) =>
    pick(["exp", "sin", "abs", "tanh", "sqrt"].filter((each) => each !== found)),
  ),
  name: replaceOne(/[A-Za-z∂]\w*(?=\[)/g, (found, { pick }) =>
    pick(["x", "t", "E", "W1", "W2", "z1", "a1", "B1"].filter((each) => each !== found)),
  ),
};

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Place = readonly (string | number)[];

function* placesOf(value: Json, place: Place = []): Generator<readonly [Place, string | number]> {
  if (typeof value === "string" || typeof value === "number") yield [place, value];
  else if (Array.isArray(value))
    for (const [at, part] of value.entries()) yield* placesOf(part, [...place, at]);
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) yield* placesOf(part, [...place, key]);
}

function withValue(value: Json, [first, ...rest]: Place, replacement: Json): Json {
  if (first === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((part: Json, at) =>
      at === first ? withValue(part, rest, replacement) : part,
    );
  const object = value as { readonly [key: string]: Json };
  return { ...object, [first]: withValue(object[first] ?? null, rest, replacement) };
}

export interface Mutant {
  readonly kind: string;
  readonly text: string;
  readonly what: string;
  /** A formula before and after the change, with the axes around it; absent where no formula is changed. */
  readonly formula?: readonly [before: string, after: string, axes: readonly string[]];
}

/** Rules of differentiation hold for all whole numbers, so they mean what they mean beyond their ranges too. */
const widened = (axis: string): string =>
  axis.replace(/=(-?\d+)\.\.(-?\d+)$/, (_, lo, hi) => `=${Number(lo) - 2}..${Number(hi) + 2}`);
const withRanges = new Set(["local", "adjoint"]);

/** The axes of what has this place in a stream. */
function axesAt(whole: Json, place: Place): readonly string[] {
  let at: Json | undefined = whole;
  const found: string[] = [];
  for (const key of place) {
    at = (at as { readonly [key: string | number]: Json } | undefined)?.[key];
    const axes = (at as { readonly axes?: readonly string[] } | undefined)?.axes ?? [];
    found.push(...axes);
  }
  return found;
}

function ruleAt(whole: Json, [, step]: Place): string {
  const { steps } = whole as { readonly steps: readonly { readonly rule: string }[] };
  return steps[Number(step)]?.rule ?? "";
}

const rules = [
  "sum",
  "product",
  "power",
  "constant-multiple",
  "variable",
  "constant",
  "reduction",
  "function:exp",
  "value",
  "path",
  "derivative",
  "adjoint",
];

/** A stream with one thing in it changed. */
export function mutant(text: string, seed: number): Mutant {
  const draws = drawsFrom(seed);
  const whole = JSON.parse(text) as Json;
  // An id that is wrong is found at once, and there is one in each step: they would only count for too much.
  const places = [...placesOf(whole)].filter(([place]) => place.at(-1) !== "id");
  for (;;) {
    const [place, value] = draws.pick(places);
    const key = place.at(-1);
    const kind = key === "rule" ? "rule" : draws.pick(Object.keys(changes));
    const after =
      typeof value === "number"
        ? value + draws.pick([-1, 1])
        : key === "rule"
          ? draws.pick(rules)
          : (changes[kind]?.(value, draws) ?? value);
    if (after === value) continue;
    const what = `${place.join(".")}: ${value} became ${after}`;
    const about = typeof value === "number" ? "number" : kind;
    const changed = JSON.stringify(withValue(whole, place, after));
    const isFormula = key === "after" && place[0] === "steps";
    const own = axesAt(whole, place.slice(0, -1));
    const axes = isFormula && !withRanges.has(ruleAt(whole, place)) ? own.map(widened) : own;
    return {
      kind: about,
      text: changed,
      what,
      ...(isFormula && { formula: [String(value), String(after), axes] as const }),
    };
  }
}

/** A stream with a step left out, repeated or exchanged with the next one; the others keep their ids. */
export function shuffled(text: string, seed: number): Mutant {
  const draws = drawsFrom(seed);
  const whole = JSON.parse(text) as { steps: { id: number }[] };
  const at = draws.integer(0, whole.steps.length - 2);
  const kind = draws.pick(["missing", "repeated", "exchanged"]);
  const [step, next] = [whole.steps[at], whole.steps[at + 1]];
  if (!step || !next) throw new Error("a stream without steps");
  const replacement =
    kind === "missing" ? [next] : kind === "repeated" ? [step, step, next] : [next, step];
  whole.steps.splice(at, 2, ...replacement);
  whole.steps.forEach((each, place) => {
    whole.steps[place] = { ...each, id: place + 1 };
  });
  return { kind, text: JSON.stringify(whole), what: `step ${at + 1} ${kind}` };
}
