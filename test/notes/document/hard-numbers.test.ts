import { describe, expect, it } from "vitest";
import { reportOf } from "../../support/documents.js";
import { networkOf } from "../../support/read.js";

const file = (
  parameters: Readonly<Record<string, unknown>>,
  equations: Readonly<Record<string, string>>,
): object => ({ sizes: { k: 2, l: 2 }, parameters, equations, loss: "E" });

const accepted: readonly (readonly [string, object])[] = [
  [
    "a slope of which no readable digits are left",
    file({ w: 55, v: 2 }, { a: "tanh(w)", E: "a*v + v^2" }),
  ],
  ["a number far below any float64", file({ w: -119745, v: 2 }, { E: "v*sigmoid(w + 1/3) + v^2" })],
  [
    "a 0 that no digits prove",
    file({ w: 2, v: 3 }, { a: "sqrt(w)*sqrt(w) - 2", E: "a*v + exp(a)*v" }),
  ],
  [
    "a tie with a constant that judges round otherwise",
    file(
      { w: [-0.341, 0.97] },
      { "v[k]": "min(asinh(-0.9)/(1 + 1.89200025), cos(0.3 + w[k]))", E: "sum(k, v[k]^2)" },
    ),
  ],
];

describe("reports of numbers that are hard to print", () => {
  it.each(accepted)("%s", (_, each) => {
    expect(reportOf(networkOf(each), { codes: ["en"] }).relations.failed).toEqual([]);
  });

  it("name the number that nobody can decide", () => {
    const each = file({ w: 2, v: 1 }, { a: "sqrt(w)*sqrt(w) - 2", E: "v*exp(w) + 1/a" });
    expect(() => reportOf(networkOf(each), { codes: ["en"] })).toThrow(
      /^`E` cannot be computed reliably: with 1280 digits/,
    );
  });
});
