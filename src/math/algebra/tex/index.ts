export type { TexOptions } from "./options.js";
export { partial } from "./partial.js";
export { type Notation, type Printed, printedTex, symbols } from "./printed.js";
export { indexTex, symbolTex } from "./symbol.js";
export { tex } from "./tex.js";
