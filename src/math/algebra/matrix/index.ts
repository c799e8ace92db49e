export { evaluateMatrix, type MatrixArray } from "./evaluate.js";
export { type MatrixFactor, matrixFactors } from "./factors.js";
export { type MatrixForm, matrixForm } from "./matrix-form.js";
export type { MatrixNode, NoMatrixReason } from "./node.js";
export type { IndexAxis } from "./reference.js";
export type { Transposition } from "./transpositions.js";
