import { describe, expect, it } from "vitest";
import { equationsModel } from "../../src/network/equations/equations.js";
import { type EquationFile, equationFile, problemsOf } from "./specs.js";

const x3 = { x: [1, 2, 3] };

/** Each file with what it must get: `line:column code: message (help)`, counted in the equations. */
const cases: readonly (readonly [title: string, file: EquationFile, ...expected: string[]])[] = [
  [
    "a name that nothing defines, and the nearest one",
    { given: { target: 1 }, equations: "E: targte^2" },
    "1:4 undefined-name: `targte` is not defined (did you intend `target`?)",
  ],
  [
    "names that other parsers know",
    { given: { w: 1 }, equations: "E: w*h + tau + __proto__ + toString" },
    "1:6 undefined-name: `h` is not defined",
    "1:10 undefined-name: `tau` is not defined",
    "1:16 undefined-name: `__proto__` is not defined",
    "1:28 undefined-name: `toString` is not defined",
  ],
  [
    "an instance of a name that nothing defines",
    { given: x3, equations: "E: sum(i, y[i])" },
    "1:11 undefined-name: `y` is not defined",
  ],
  [
    "a function that is not known",
    { given: { x: 1 }, equations: "E: sigmiod(x)" },
    "1:4 unknown-function: cannot use the function `sigmiod`: it is not known (did you intend `sigmoid`?)",
  ],
  [
    "a quantity that is called",
    { given: { w: 1, x: 2 }, equations: "E: w(x + 1)" },
    "1:4 unknown-function: `w` is a quantity and cannot be called as a function (write `w*(x + 1)` for a product)",
  ],
  [
    "a wrong number of arguments",
    { given: { x: 1 }, equations: "E: sin(x, x) + atan2(x)\ny: log(x, 2, 3)\nF: E + y" },
    "1:4 wrong-arity: `sin` takes 1 argument, received 2",
    "1:16 wrong-arity: `atan2` takes 2 arguments, received 1",
    "2:4 wrong-arity: `log` takes 1 to 2 arguments, received 3",
  ],
  [
    "a name of a function for a quantity",
    { given: { x: 1 }, equations: "exp: x\nE: exp" },
    "1:1 reserved-name: a quantity cannot be called `exp`: that is the name of a function (give it another name)",
  ],
  [
    "a number with an index",
    { given: { x: 1 }, equations: "E: 2*x[1]" },
    "1:6 wrong-subscripts: `x` takes no index, received 1 index",
  ],
  [
    "two indices for a vector",
    { given: x3, equations: "E: sum(i, j, 2*x[i,j])" },
    "1:16 wrong-subscripts: `x` takes 1 index, received 2 indices",
  ],
  [
    "a vector without an index",
    { given: x3, equations: "E: 2*x" },
    "1:6 wrong-subscripts: `x` takes 1 index, received no index",
  ],
  [
    "left sides with different numbers of indices",
    { given: x3, equations: "h[0]: 0\nh: x[1]\nE: h[0]" },
    "2:1 wrong-subscripts: `h` takes 1 index, received no index",
  ],
  [
    "a fraction as an index",
    { given: x3, equations: "E: x[1.5]" },
    "1:6 invalid-index: `1.5` is no valid index, expected a sum of index names and integers (an index may have integer factors, as in `x[2*t+k-1]`)",
  ],
  [
    "a product of indices",
    { given: x3, equations: "E: sum(i, x[i*i])" },
    "1:13 invalid-index: `i*i` is no valid index, expected a sum of index names and integers (an index may have integer factors, as in `x[2*t+k-1]`)",
  ],
  [
    "an index that nothing binds",
    { given: x3, equations: "E: x[i]" },
    "1:6 unbound-index: the index `i` stands neither on the left side nor in a reduction around it (sum over it: `sum(i, …)`)",
  ],
  [
    "one name for a quantity and an index in one equation",
    { given: { x: [1, 2], t: 3 }, equations: "h[t]: x[t]*t\nE: sum(i, h[i])" },
    "1:12 name-conflict: `t` is a quantity and also an index in the same equation (give the index another name)",
  ],
  [
    "a reduction that names no index",
    { given: x3, equations: "E: sum(x)" },
    "1:4 invalid-reduction: `sum` takes index names and one formula, received 1 argument (name the index first: `sum(i, x[i])`)",
  ],
  [
    "a reduction over a quantity, a number, and one index twice",
    { given: { w: 1, x: [1, 2] }, equations: "E: sum(w, 2) + mean(3, w) + sum(i, i, x[i])" },
    "1:8 invalid-reduction: `w` is no new index name, expected one before the formula that `sum` reduces (name the index first: `sum(i, x[i])`)",
    "1:21 invalid-reduction: `3` is no new index name, expected one before the formula that `mean` reduces (name the index first: `mean(i, x[i])`)",
    "1:36 invalid-reduction: `i` is no new index name, expected one before the formula that `sum` reduces (name the index first: `sum(i, x[i])`)",
  ],
  [
    "two formulas in a reduction",
    { given: x3, equations: "E: max(i, x[i], 2*x[i])" },
    "1:4 invalid-reduction: `max` takes index names and one formula, received 3 arguments (name the index first: `max(i, x[i])`)",
  ],
  [
    "an equation for a parameter",
    { parameters: { w: 1 }, equations: "w: 2\nE: w" },
    "1:1 redefined: `w` is a parameter, so no equation can define it (remove the equation or the value, or give one of them another name)",
  ],
  [
    "an equation for an instance that is given",
    { given: x3, equations: "x[0]: 0\nx[3]: 1\nE: sum(i, x[i])" },
    "2:1 redefined: `x` is given, so no equation can define it (remove the equation or the value, or give one of them another name)",
  ],
  [
    "two general equations for one quantity",
    { given: x3, equations: "h[i]: x[i]\nh[j]: 2*x[j]\nE: h[1]" },
    "2:1 overlap: two equations define `h[1]`, and neither is more special",
  ],
  [
    "two special instances that meet",
    { given: x3, equations: "a[1,k]: x[k]\na[t,2]: x[t]\na[t,k]: x[t]*x[k]\nE: a[1,1]" },
    "2:1 overlap: two equations define `a[1,2]`, and neither is more special",
  ],
  [
    "sizes that contradict each other",
    { given: { x: [1, 2, 3], y: [1, 2] }, equations: "E: sum(i, x[i]*y[i])" },
    "1:16 size-conflict: the index `i` has the size 2 by the data of `y` and 3 by the data of `x`",
  ],
  [
    "sizes that contradict each other through definitions",
    {
      given: { x: [1, 2, 3], W: [[1, 2]] },
      equations: "E: sum(j, h[j]*x[j])\nh[i]: sum(k, W[i,k])",
    },
    "2:14 size-conflict: the index `i` has the size 1 by the data of `W` and 3 by the data of `x`",
  ],
  [
    "an index that occurs only inside of a sum, once for all that has its size",
    {
      given: { x: [1, 2, 3, 4], w: [1, 2] },
      equations: "z[t]: sum(k, w[k]*x[t+k-1])\nE: sum(s, z[s])",
    },
    "1:1 unknown-size: cannot tell the size of the index `t`: no data has it as a plain subscript (give it in the file: `sizes: { t: … }`)",
  ],
  [
    "a recurrence without an end",
    { equations: "h[0]: 1\nh[1]: 2\nh[t]: h[t-1]/2\nE: h[3]" },
    "3:1 unknown-size: cannot tell the size of the index `t`: no data has it as a plain subscript (give it in the file: `sizes: { t: … }`)",
  ],
  [
    "reading after the end",
    { given: x3, equations: "h[t]: x[t] + x[t+1]\nE: sum(t, h[t])" },
    "1:14 out-of-range: `x[t+1]` reads `x[4]`, but `x` is defined for 1..3 only (give a boundary value such as `x[4]: 0`, or make the range of the index smaller in `sizes`)",
  ],
  [
    "reading before the start, as a recurrence without a boundary value does",
    { given: x3, equations: "h[t]: x[t] + h[t-2]\nE: sum(t, h[t])" },
    "1:14 out-of-range: `h[t-2]` reads `h[-1]`, but `h` is defined for 1..3 only (give a boundary value such as `h[-1]: 0`, or make the range of the index smaller in `sizes`)",
  ],
  [
    "reading a boundary value beyond those that are given",
    { given: x3, equations: "h[0]: 0\nh[t]: x[t] + h[t-2]\nE: sum(t, h[t])" },
    "2:14 out-of-range: `h[t-2]` reads `h[-1]`, but `h` is defined for 0..3 only (give a boundary value such as `h[-1]: 0`, or make the range of the index smaller in `sizes`)",
  ],
  [
    "reading a hole between special instances",
    { given: x3, equations: "y[1]: x[1]\ny[3]: x[3]\nE: sum(i, x[i]*y[i])" },
    "3:16 out-of-range: `y[i]` reads `y[2]`, but `y` is defined for 1 and 3 only (give a boundary value such as `y[2]: 0`, or make the range of the index smaller in `sizes`)",
  ],
  [
    "reading a single instance that is not there",
    { given: { W: [[1, 2, 3]] }, equations: "E: W[2,1]" },
    "1:4 out-of-range: `W[2,1]` is read, but `W` is defined for 1, 1..3 only (give a boundary value such as `W[2,1]: 0`, or make the range of the index smaller in `sizes`)",
  ],
  [
    "a loss that is not defined",
    { parameters: { w: 1 }, equations: "loss: w^2", loss: "los" },
    "99:7 unknown-loss: the loss `los` is not defined by any equation (did you intend `loss`?)",
  ],
  [
    "a loss that is a parameter",
    { parameters: { w: 1 }, equations: "y: w", loss: "w" },
    "99:7 unknown-loss: the loss `w` is not defined by any equation",
  ],
  [
    "a loss with an index",
    { given: x3, equations: "h[t]: x[t]^2" },
    "1:1 loss-not-scalar: the loss `h` has an index, expected a single number (sum it in one more equation, or name another loss: `loss: …`)",
  ],
  [
    "definitions that need each other",
    { parameters: { w: 1 }, equations: "a: b + w\nb: c\nc: a\nE: c" },
    "1:1 cycle: cannot order the equations: `a → b → c → a` is a cycle and no recurrence over an index",
  ],
  [
    "a cycle over an index that never moves",
    { given: x3, equations: "h[t]: g[t] + x[t]\ng[t]: 2*h[t]\nE: sum(t, h[t])" },
    "1:1 cycle: cannot order the equations: `h → g → h` is a cycle and no recurrence over an index, as in `h[1] → g[1] → h[1]`",
  ],
  [
    "a maximum over the index of the left side, or of two numbers",
    { given: x3, equations: "h[t]: max(t, x[t])\nE: sum(t, h[t])" },
    "1:11 shadowed-index: cannot tell what `t` is in `max(t, x[t])`: a new index that `max` runs over, or the `t` that stands on the left side (write `max(i, x[i])` for a new index, `max(x[t], t)` for the `t` on the left side)",
  ],
  [
    "the same without a subscript",
    { sizes: { t: 3 }, equations: "h[t]: min(t, 4 - t)\nE: sum(t, h[t])" },
    "1:11 shadowed-index: cannot tell what `t` is in `min(t, 4 - t)`: a new index that `min` runs over, or the `t` that stands on the left side (write `min(i, 4 - i)` for a new index, `min(4 - t, t)` for the `t` on the left side)",
  ],
  [
    "a sum over the index of the left side",
    { given: { ...x3, i: 2 }, equations: "h[t]: x[t] / sum(t, x[t])^2\nE: i*sum(t, h[t])" },
    "1:18 shadowed-index: cannot tell what `t` is in `sum(t, x[t])`: a new index that `sum` runs over, or the `t` that stands on the left side (write `sum(j, x[j])` for a new index, `x[t]` for the `t` on the left side)",
  ],
  [
    "a reduction over the index of one around it, and over another",
    {
      given: {
        a: [
          [1, 2],
          [3, 4],
        ],
      },
      equations: "E: sum(i, mean(j, i, a[i,j]))",
    },
    "1:19 shadowed-index: cannot tell what `i` is in `mean(j, i, a[i,j])`: a new index that `mean` runs over, or the `i` that stands in a reduction around it (write `mean(j, k, a[k,j])` for a new index, `mean(j, a[i,j])` for the `i` in a reduction around it)",
  ],
  [
    "two sizes for one index, told by integers on the left",
    {
      parameters: { w: 1 },
      equations: "y[1]: w\ny[2]: w\nz[1]: w\nz[2]: w\nz[3]: w\nE: sum(i, y[i]*z[i])",
    },
    "5:1 size-conflict: an index of `z` has the size 2 by the equations of `y` and 3 by the equations of `z`",
  ],
  [
    "a size that nothing tells",
    { parameters: { w: 1 }, equations: "a[n]: w*n\nE: a[1] + a[2]" },
    "1:1 unknown-size: cannot tell the size of the index `n`: no data has it as a plain subscript (give it in the file: `sizes: { n: … }`)",
  ],
  [
    "more numbers than a machine can hold",
    { sizes: { t: 100_000_000 }, equations: "h[0]: 1\nh[t]: h[t-1]/2\nE: h[3]" },
    "1:1 too-large: `h` makes the model larger than 500000 numbers",
  ],
];

const rows = cases.map(([title, file, ...expected]) => ({ title, file, expected }));

describe("an equation file with an error", () => {
  it.each(rows)("$title", ({ file, expected }) => {
    expect(problemsOf(() => equationsModel(equationFile(file)))).toEqual(expected);
  });
});
