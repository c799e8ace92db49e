import { describe, expect, it } from "vitest";
import { judgeEquation } from "../../../src/check/relations/judge-equation.js";
import {
  type Backpropagation,
  backpropagate,
} from "../../../src/gradients/backprop/backpropagate.js";
import type { LocalDerivative } from "../../../src/gradients/backprop/local-derivative.js";
import { pathsOf, walkTo } from "../../../src/gradients/backprop/walk.js";
import { reduce } from "../../../src/math/algebra/binding.js";
import { call, decimal, reference } from "../../../src/math/algebra/constructors.js";
import type { Expression } from "../../../src/math/algebra/expression.js";
import { integerTerm, plainIndex } from "../../../src/math/algebra/index-term.js";
import {
  type Axis,
  adjointName,
  type Instance,
  localName,
  type Model,
} from "../../../src/math/model/model.js";
import {
  add,
  axis,
  formula,
  model,
  multiply,
  number,
  power,
  quantity,
  ref,
  subtract,
} from "../../math/numeric/models.js";
import {
  convolution,
  dense,
  parameter,
  recurrence,
  scalar,
  softmax,
  sum,
  x,
} from "../methods/models.js";

const models: readonly (readonly [string, Model])[] = [
  ["sigmoid", dense([2, 2, 2], "sigmoid", 1)],
  ["tanh", dense([3, 2, 4], "tanh", 2)],
  ["relu", dense([3, 4, 2], "relu", 3)],
  ["softmax", softmax(4)],
  ["convolution", convolution(5)],
  ["recurrence", recurrence(6)],
];

const atAxes = (name: string, axes: readonly Axis[]): Expression =>
  reference(
    name,
    axes.map(({ index }) => plainIndex(index)),
  );
const sumOver = (axes: readonly Axis[], body: Expression): Expression =>
  [...axes].reverse().reduce((inner, each) => reduce("sum", each.index, each, inner), body);
const localReference = ({ of, wrt, ofAxes, wrtAxes }: LocalDerivative): Expression =>
  atAxes(localName(of, wrt), [...ofAxes, ...wrtAxes]);

interface Relation {
  readonly sides: readonly Expression[];
  readonly axes: readonly Axis[];
}

/** The lines of a report: the chain rule, local derivatives, contracted sums and definitions. */
function relationsOf({ forward, adjoints }: Backpropagation): readonly Relation[] {
  const definitions = [...forward.quantities.values()].flatMap(({ name, pieces }) =>
    pieces.flatMap((piece) =>
      piece.kind === "formula"
        ? [{ sides: [atAxes(name, piece.axes), piece.right], axes: piece.axes }]
        : [],
    ),
  );
  const derived = [...adjoints.values()].flatMap(({ quantity: { name }, pieces }) =>
    pieces.flatMap(({ axes, contributions, right }) => {
      const left = atAxes(adjointName(name), axes);
      const chain = contributions.map(({ local, upstream }) =>
        sumOver(local.ofAxes, multiply(upstream, localReference(local))),
      );
      const products = contributions.map(({ local, product }) => sumOver(local.ofAxes, product));
      return [
        { sides: [left, add(...chain)], axes },
        { sides: [left, add(...products), right], axes },
        ...contributions.map(({ local }) => ({
          sides: [localReference(local), local.raw, local.derivative],
          axes: [...local.ofAxes, ...local.wrtAxes],
        })),
      ];
    }),
  );
  return [...definitions, ...derived];
}

const instanceOf = (name: string, { indices }: Pick<Instance, "indices">): Expression =>
  reference(name, indices.map(integerTerm));

describe("every relation of a derivation holds", () => {
  it.each(models)("%s", (_, of) => {
    const backpropagation = backpropagate(of);
    for (const { sides, axes } of relationsOf(backpropagation))
      expect(judgeEquation(backpropagation, sides, axes)).toEqual({ ok: true });
  });

  it("the sum over all paths is the adjoint", () => {
    const backpropagation = backpropagate(models[0]?.[1] as Model);
    const target: Instance = { name: "W", indices: [1, 2] };
    const paths = pathsOf(walkTo(backpropagation.forward, target), 10);
    const products = paths.map((path) =>
      multiply(
        ...path.map(({ from, to }) =>
          instanceOf(localName(from.name, to.name), { indices: [...from.indices, ...to.indices] }),
        ),
      ),
    );
    const left = instanceOf(adjointName("W"), target);
    expect(paths).toHaveLength(2);
    expect(judgeEquation(backpropagation, [left, add(...products)], [])).toEqual({ ok: true });
    const [onePath = left] = products;
    expect(judgeEquation(backpropagation, [left, onePath], [])).toMatchObject({ ok: false });
  });
});

describe("a relation that does not hold is found", () => {
  it.each(models)("%s: one side of each line shifted, scaled or negated", (_, of) => {
    const backpropagation = backpropagate(of);
    for (const { sides, axes } of relationsOf(backpropagation)) {
      const [left = number(0), ...rights] = sides;
      const judged = (wrong: Expression) =>
        judgeEquation(backpropagation, [wrong, ...rights], axes);
      const isZero = judgeEquation(backpropagation, [left, number(0)], axes).ok;
      expect(judged(add(left, decimal("0.000001")))).toMatchObject({ ok: false });
      expect(judged(multiply(decimal("1.00000001"), left)).ok).toBe(isZero);
      expect(judged(multiply(number(-1), left)).ok).toBe(isZero);
    }
  });

  it("it is told where, with both values", () => {
    const backpropagation = backpropagate(dense([2, 2, 2], "sigmoid", 1));
    const j = axis("j", 1, 2);
    const [left, right] = [ref("h", "j"), sum("i", 2, multiply(ref("W", "j", "i"), ref("x", "i")))];
    const result = judgeEquation(backpropagation, [left, right], [j]);
    expect(result).toMatchObject({ ok: false, indices: [1] });
    expect(result.ok ? [] : result.values).toHaveLength(2);
  });

  it("one that holds only at the model's values", () => {
    const backpropagation = backpropagate(scalar("2", power(x, number(2))));
    expect(judgeEquation(backpropagation, [multiply(x, x), add(x, x)], [])).toMatchObject({
      ok: false,
    });
    expect(judgeEquation(backpropagation, [multiply(x, x), power(x, number(2))], [])).toEqual({
      ok: true,
    });
  });

  it("a missing Kronecker delta in a large box", () => {
    const [i, k] = [axis("i", 1, 40), axis("k", 1, 40)];
    const of = model(
      parameter(
        "v",
        [i],
        Array.from({ length: 40 }, (_, at) => at / 50),
      ),
      quantity("s", formula([k], power(ref("v", "k"), number(2)))),
      quantity("E", formula([], sum("k", 40, ref("s", "k")))),
    );
    const backpropagation = backpropagate(of);
    const local = backpropagation.adjoints.get("v")?.pieces[0]?.contributions[0]?.local;
    if (!local) throw new Error("v is not used");
    const axes = [...local.ofAxes, ...local.wrtAxes];
    const judged = (right: Expression) =>
      judgeEquation(backpropagation, [localReference(local), right], axes);
    expect(judged(local.derivative)).toEqual({ ok: true });
    expect(judged(number(0))).toMatchObject({ ok: false });
    expect(judged(multiply(number(2), ref("v", k.index)))).toMatchObject({ ok: false });
  });
});

describe("where float64 cannot decide", () => {
  const backpropagation = backpropagate(scalar("1e-9", power(x, number(2))));

  it("decimals confirm what cancels", () => {
    const left = subtract(power(add(x, reference("E"), decimal("1")), number(2)), decimal("1"));
    const right = multiply(add(x, reference("E")), add(x, reference("E"), number(2)));
    expect(judgeEquation(backpropagation, [left, right], [])).toEqual({ ok: true });
  });

  it("decimals find a difference that float64 loses in a sum", () => {
    const left = subtract(add(power(add(x, number(1)), number(2)), power(x, number(3))), number(1));
    const right = subtract(power(add(x, number(1)), number(2)), number(1));
    const difference = [subtract(left, right), number(0)];
    expect(judgeEquation(backpropagation, difference, [])).toMatchObject({ ok: false });
  });
});

describe("at a kink", () => {
  it("a local derivative has no value, and the relation is judged beside it", () => {
    const of = model(
      parameter("x", [], [0]),
      quantity("r", formula([], call("relu", ref("x")))),
      quantity("E", formula([], power(subtract(ref("r"), number(1)), number(2)))),
    );
    const backpropagation = backpropagate(of);
    const judged = (right: Expression) =>
      judgeEquation(backpropagation, [ref(localName("r", "x")), right], []);
    expect(judged(call("step", ref("x")))).toEqual({ ok: true });
    expect(judged(number(2))).toMatchObject({ ok: false });
  });
});
