import { isAtKink } from "../../math/algebra/functions/domain.js";
import { functionRow } from "../../math/algebra/functions/index.js";
import { rational } from "../../math/algebra/rational.js";
import type { Field } from "../../math/numeric/field.js";
import { interpret } from "./interpret.js";
import { outputName, parameterName, partialsAsFormulas } from "./row-partials.js";

/** A value with its derivative by one variable. */
export interface Dual<Value> {
  readonly value: Value;
  readonly slope: Value;
}

/**
 * Forward differentiation over another kind of number, with the derivatives that the rows of the function table
 * state: where these are conventions, no difference quotient can tell them.
 */
export function dualField<Value>(base: Field<Value>): Field<Dual<Value>> {
  const constant = (value: Value): Dual<Value> => ({ value, slope: zero });
  const zero = base.fromRational(rational(0n));
  // What does not change stays out, also where the derivative by it is no number.
  const scaled = (factor: () => Value, { slope }: Dual<Value>): Value =>
    slope === zero ? zero : base.multiply(factor(), slope);
  const sum = (a: Value, b: Value): Value => {
    if (a === zero) return b;
    return b === zero ? a : base.add(a, b);
  };
  const integer = (value: number): Value => base.fromRational(rational(BigInt(value)));
  return {
    name: `dual-${base.name}`,
    fromRational: (value) => constant(base.fromRational(value)),
    fromDecimal: (text) => constant(base.fromDecimal(text)),
    constant: (name) => constant(base.constant(name)),
    add: (a, b) => ({ value: base.add(a.value, b.value), slope: sum(a.slope, b.slope) }),
    multiply: (a, b) => ({
      value: base.multiply(a.value, b.value),
      slope: sum(
        scaled(() => b.value, a),
        scaled(() => a.value, b),
      ),
    }),
    divide: (a, b) => {
      const value = base.divide(a.value, b.value);
      const rest = scaled(() => base.multiply(integer(-1), value), b);
      const change = sum(a.slope, rest);
      return { value, slope: change === zero ? zero : base.divide(change, b.value) };
    },
    integerPower: (a, n) => ({
      value: base.integerPower(a.value, n),
      slope:
        n === 0
          ? zero
          : scaled(() => base.multiply(integer(n), base.integerPower(a.value, n - 1)), a),
    }),
    power: (a, b) => {
      const value = base.power(a.value, b.value);
      const byBase = (): Value => base.call("power_slope", [a.value, b.value]);
      const byExponent = (): Value => base.call("power_log", [a.value, b.value, integer(1)]);
      return { value, slope: sum(scaled(byBase, a), scaled(byExponent, b)) };
    },
    call: (name, parameters) => {
      const values = parameters.map(({ value }) => value);
      const value = base.call(name, values);
      const named = new Map(values.map((each, place) => [parameterName(place), each] as const));
      // A row speaks of its arguments and its output only, so that each name is there.
      const read = (each: string): Value =>
        each === outputName ? value : (named.get(each) as Value);
      const slope = parameters.reduce((total, parameter, place) => {
        const partial = partialsAsFormulas(name, values.length)[place];
        if (!partial) return total;
        return sum(
          total,
          scaled(() => interpret(partial, { field: base, read }), parameter),
        );
      }, zero);
      return { value, slope };
    },
    toNumber: ({ value }) => base.toNumber(value),
    allocate: (length) => new Array<Dual<Value>>(length),
  };
}

/** A field that notes calls whose derivatives are conventions at their arguments: at a kink, or cut as PyTorch cuts them. */
export const notingConventions = <Value>(base: Field<Value>, note: () => void): Field<Value> => ({
  ...base,
  call: (name, parameters) => {
    const [row, numbers] = [functionRow(name), parameters.map(base.toNumber)];
    if (isAtKink(row, numbers) || row.convention?.(...numbers)) note();
    return base.call(name, parameters);
  },
});
