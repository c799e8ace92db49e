import { describe, expect, it } from "vitest";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import { networkOf } from "../../support/read.js";

interface Row {
  readonly title: string;
  readonly file: object;
  readonly slopes: Readonly<Record<string, number>>;
}

/** Files in which something would be read that is not there, or has no value, if a bracket did not keep it away. */
const rows: readonly Row[] = [
  {
    title: "a special case in the middle, and longer data",
    file: {
      sizes: { v: 3, u: 3 },
      given: { y: 1 },
      parameters: { x: [0.1, 0.2, 0.3, 0.4] },
      equations: { "q[v]": "x[v]", "q[2]": "y", E: "sum(u, q[u])" },
    },
    slopes: { "x[1]": 1, "x[2]": 0, "x[3]": 1, "x[4]": 0, y: 1 },
  },
  {
    title: "the same with a factor that is as short as the formula",
    file: {
      given: { c: [2, 3, 5] },
      parameters: { x: [0.1, 0.2, 0.3, 0.4] },
      sizes: { v: 3 },
      equations: { "q[v]": "c[v]*x[v]", "q[2]": "1", E: "sum(v, q[v])" },
    },
    slopes: { "x[1]": 2, "x[2]": 0, "x[3]": 5, "x[4]": 0 },
  },
  {
    title: "a product with its own mirror image",
    file: {
      sizes: { t: 2 },
      parameters: { z: [0.1, 0.2, 0.3] },
      equations: { "c[t]": "z[t]*z[3-t]", E: "sum(t, c[t])" },
    },
    slopes: { "z[1]": 0.4, "z[2]": 0.2, "z[3]": 0 },
  },
  {
    title: "a kernel and its reversal over longer data",
    file: {
      sizes: { t: 2, k: 2 },
      parameters: { w: [2, 3], x: [1, 1, 1, 1, 1] },
      equations: { E: "sum(t, k, (w[k] + w[3-k])*x[t+k-1]*x[t])" },
    },
    slopes: { "w[1]": 4, "w[2]": 4, "x[1]": 15, "x[2]": 20, "x[3]": 5, "x[4]": 0, "x[5]": 0 },
  },
  {
    title: "two kernels that reach the same number",
    file: {
      sizes: { t: 2, k: 2 },
      given: { y: [2, 3] },
      parameters: { x: [1, 1, 1, 1] },
      equations: { "z[t]": "y[t]*sum(k, x[t+k] + x[2*t-k+1])", E: "sum(t, z[t])" },
    },
    slopes: { "x[1]": 2, "x[2]": 4, "x[3]": 8, "x[4]": 6 },
  },
  {
    title: "a logarithm that is never taken",
    file: {
      given: { y: [1, 0, 1] },
      parameters: { x: [1, 0, 1], a: 2 },
      equations: { "q[t]": "log(x[t])*a + y[t]*x[t]*log(x[t])", "q[2]": "a", E: "sum(t, q[t])" },
    },
    slopes: { "x[1]": 3, "x[2]": 0, "x[3]": 3, a: 1 },
  },
  {
    title: "a quotient that is never divided",
    file: {
      sizes: { t: 3, k: 2 },
      given: { y: [1, 2, 4] },
      parameters: { x: [0, 1, 2, 0] },
      equations: {
        "q[t]": "sum(k, y[t]/x[t+1]*k)",
        "q[3]": "0",
        E: "sum(t, q[t])",
      },
    },
    slopes: { "x[1]": 0, "x[2]": -3, "x[3]": -1.5, "x[4]": 0 },
  },
  {
    title: "an index with a factor, in two formulas",
    file: {
      sizes: { t: 2 },
      given: { y: [1, 2] },
      parameters: { x: [1, 2, 3, 4, 5] },
      equations: { "q[t]": "y[t]*(x[2*t] + x[2*t+1])", E: "sum(t, q[t]^2)/2" },
    },
    slopes: { "x[1]": 0, "x[2]": 5, "x[3]": 5, "x[4]": 36, "x[5]": 36 },
  },
  {
    title: "a recurrence two steps back whose other index is tied to the first",
    file: {
      sizes: { m: 3, t: 3 },
      parameters: { w: 0.5, x: [0.1, 0.2, 0.3] },
      equations: {
        "a[0,t]": "x[t]",
        "a[-1,t]": "0",
        "a[m,t]": "w*a[m-1,m] - a[m-2,m]",
        E: "sum(t, a[3,t]^2)",
      },
    },
    slopes: { w: 0.185625, "x[1]": 0.309375, "x[2]": 0.4125, "x[3]": 0 },
  },
  {
    title: "the same backwards",
    file: {
      sizes: { m: 3, t: 3 },
      parameters: { w: 0.5, x: [0.1, 0.2, 0.3] },
      equations: {
        "a[4,t]": "x[t]",
        "a[5,t]": "0",
        "a[m,t]": "w*a[m+1,4-m] - a[m+2,4-m]",
        E: "sum(t, a[1,t]^2)",
      },
    },
    slopes: { w: 0.185625, "x[1]": 0.309375, "x[2]": 0.4125, "x[3]": 0 },
  },
  {
    title: "a recurrence through a sum with an index that has a factor",
    file: {
      sizes: { t: 4, k: 2 },
      parameters: { w: [0.5, 2], h0: 1 },
      equations: {
        "h[0]": "h0",
        "h[-1]": "h0",
        "h[-2]": "0",
        "h[-3]": "0",
        "h[t]": "sum(k, w[k]*h[t-2*k+1]) * h[t-1]",
        E: "h[2]",
      },
    },
    // h1 = (w1 h0 + 0) h0, h2 = (w1 h1 + w2 h0) h1
    slopes: { "w[1]": 2.75, "w[2]": 0.5, h0: 3.5 },
  },
];

describe("what a bracket keeps away is not read", () => {
  it.each(rows)("$title", ({ file, slopes }) => {
    const { gradients, inputs } = gradientsOf(networkOf(file));
    const found = new Map([...gradients, ...inputs]);
    for (const [name, slope] of Object.entries(slopes))
      expect(found.get(name), name).toBeCloseTo(slope, 10);
  });
});
