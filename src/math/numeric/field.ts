import type { ConstantName } from "../algebra/expression.js";
import type { Rational } from "../algebra/rational.js";

/**
 * A kind of numbers in which a model can be evaluated: float64, or decimals with a proven error bound. The
 * evaluator knows nothing else about numbers.
 */
export interface Field<Value> {
  /** A stable name, for caches. */
  readonly name: string;
  readonly fromRational: (value: Rational) => Value;
  /** The number that a decimal text denotes, as the user wrote it. */
  readonly fromDecimal: (text: string) => Value;
  readonly constant: (name: ConstantName) => Value;
  readonly add: (a: Value, b: Value) => Value;
  readonly multiply: (a: Value, b: Value) => Value;
  readonly divide: (a: Value, b: Value) => Value;
  readonly integerPower: (base: Value, exponent: number) => Value;
  readonly power: (base: Value, exponent: Value) => Value;
  /** A function of the table; a field computes primitives itself and everything else by its definition. */
  readonly call: (name: string, parameters: readonly Value[]) => Value;
  /** log Σ exp v of values that are finite, where a field knows more of it than its parts tell. */
  readonly logSumExp?: (values: readonly Value[]) => Value;
  /** The float64 value, which decides every branch (max, sign, step, equal) in every field. */
  readonly toNumber: (value: Value) => number;
  /** An array for that many values: a Float64Array where the values are doubles. */
  readonly allocate: (length: number) => { [index: number]: Value; readonly length: number };
}
