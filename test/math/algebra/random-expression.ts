import fc from "fast-check";
import { reduce } from "../../../src/math/algebra/binding.js";
import * as build from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { functionRows } from "../../../src/math/algebra/functions/index.js";
import { indexTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import { rational } from "../../../src/math/algebra/rational.js";

const rows = functionRows.filter(({ spelling, rewrite }) => !spelling && !rewrite);

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom("a", "b1", "theta", "loss").map((name) => build.reference(name)),
  fc
    .tuple(
      fc.constantFrom("i", "k", "t"),
      fc.integer({ min: -2, max: 2 }),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([index, factor, constant]) =>
      build.reference("x", [indexTerm(constant, [[index, factor]]), plainIndex("j")]),
    ),
  fc
    .tuple(fc.bigInt(-40n, 40n), fc.constantFrom(1n, 2n, 3n, 7n, 10n, 1000n, 10n ** 40n))
    .map(([numerator, denominator]) => build.number(rational(numerator, denominator))),
  fc.constant(build.constant("pi")),
);

/** Expressions that the constructors can build and formulas can say, of moderate size. */
export const randomExpression: fc.Arbitrary<Expression> = fc.letrec<{ all: Expression }>((tie) => ({
  all: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("all"), { minLength: 2, maxLength: 3 }).map((all) => build.add(...all)),
    fc.array(tie("all"), { minLength: 2, maxLength: 3 }).map((all) => build.multiply(...all)),
    fc.tuple(tie("all"), tie("all")).map(([a, b]) => build.divide(a, b)),
    fc.tuple(tie("all"), tie("all")).map(([a, b]) => build.subtract(a, b)),
    fc
      .tuple(tie("all"), fc.integer({ min: -3, max: 3 }))
      .map(([a, n]) => build.power(a, build.number(n))),
    fc.tuple(tie("all"), tie("all")).map(([a, b]) => build.power(a, b)),
    fc
      .tuple(fc.constantFrom("i", "t"), tie("all"))
      .map(([index, body]) => reduce("sum", index, { lo: 1, hi: 3 }, body)),
    fc
      .tuple(fc.constantFrom(...rows), tie("all"), tie("all"))
      .map(([{ name, arity }, a, b]) =>
        build.call(name, ...[a, b].slice(0, Math.min(arity[1], 2))),
      ),
  ),
})).all;
