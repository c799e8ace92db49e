export { symbols } from "./notation.js";
export type { Notation, Printed, TexOptions } from "./options.js";
export { partial } from "./partial.js";
export { indexTex, instanceTex, symbolTex } from "./symbol.js";
export { tex } from "./tex.js";
