import { greekLetters } from "../algebra/symbol.js";

/**
 * How else people write the functions of the table. A spelling stands here only if it means the same everywhere;
 * it is read where it is called, and stays free as the name of a quantity.
 */
const spellingsByFunction: Readonly<Record<string, string>> = {
  sin: "sine sinus sen",
  cos: "cosine cosinus",
  tan: "tangent tangens tg",
  cot: "cotangent cotan cotg ctg",
  sec: "secant",
  csc: "cosecant cosec",
  asin: "arcsin arcsen",
  acos: "arccos",
  atan: "arctan arctg",
  atan2: "arctan2",
  sinh: "sh senh",
  cosh: "ch",
  tanh: "th tgh",
  coth: "cth ctgh cotgh cotanh",
  csch: "cosech",
  asinh: "arcsinh arsinh argsinh arsh argsh",
  acosh: "arccosh arcosh argcosh arch argch",
  atanh: "arctanh artanh argtanh arth argth",
  log: "loge",
  log2: "log_2 lb ld",
  log10: "log_10 lg",
  log1p: "ln1p",
  sign: "sgn signum",
  abs: "fabs absolute",
  cbrt: "cuberoot",
  pow: "power",
  max: "maximum fmax",
  min: "minimum fmin",
  sigmoid: "logistic expit",
  silu: "swish",
  leaky_relu: "leakyrelu lrelu",
};

/** From every spelling to the name that the function table has. */
export const spellings: ReadonlyMap<string, string> = new Map(
  Object.entries(spellingsByFunction).flatMap(([name, others]) =>
    others.split(" ").map((other) => [other, name] as const),
  ),
);

/** The constants as they must be written, by how else people write them: these are no names of quantities. */
export const constantSpellings: ReadonlyMap<string, string> = new Map([
  ["Pi", "pi"],
  ["PI", "pi"],
  ["E", "e"],
  ["ℯ", "e"],
  ["ⅇ", "e"],
]);

/** The constant that a name is read as where nothing defines it. */
export const constants: ReadonlyMap<string, "pi" | "e"> = new Map([
  ["pi", "pi"],
  ["π", "pi"],
  ["e", "e"],
]);

/** Names of Greek letters that TeX does not have, or writes in another way. */
const otherGreek = ["lamda", "omicron", "varepsilon", "vartheta", "varphi", "varrho", "varsigma"];

const greekNames = [...greekLetters.keys(), ...otherGreek].map((name) => name.toLowerCase());
const greek = new RegExp(`^(?:${[...new Set(greekNames)].join("|")})\\d*$`);

/** Whether a name spells a Greek letter out, `theta` or `Omega2`: that is one letter, and no product. */
export const isGreek = (name: string): boolean =>
  greek.test(name.charAt(0).toLowerCase() + name.slice(1));
