import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import { verifyStream } from "../../../src/proof/judge/verify.js";
import { buildStream } from "../../../src/proof/write/build-stream.js";
import { networkOf } from "../../support/read.js";

describe("powers of 0 with exponents that count from 0", () => {
  const a = [0.1, 0.2, 0.3, 0.4];
  it.each<readonly [string, object, Readonly<Record<string, number>>]>([
    [
      "a polynomial",
      { parameters: { x: 0, a }, equations: { E: "sum(n, a[n]*x^(n-1))" } },
      { x: 0.2, "a[1]": 1, "a[2]": 0 },
    ],
    [
      "an exponent that is a parameter",
      { parameters: { x: 0, y: 2, a }, equations: { E: "sum(n, a[n]*x^(y-1)) + 0^y" } },
      { x: 1, y: 0 },
    ],
    [
      "a base that is computed",
      { parameters: { x: 1, a }, equations: { u: "x - 1", E: "sum(n, a[n]*u^(n-1))^2" } },
      { x: 0.04 },
    ],
  ])("%s", (_, file, expected) => {
    const network = networkOf(file);
    const { gradients } = gradientsOf(network);
    for (const [name, value] of Object.entries(expected))
      expect(gradients.get(name), name).toBeCloseTo(value, 14);
    const checked = checkGradients(backpropagate(network.model));
    expect(checked.gradients.filter(({ verdict }) => verdict !== "match")).toEqual([]);
    expect(verifyStream(JSON.stringify(buildStream(network))).rejected).toEqual([]);
  });
});
