import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../../src/gradients/gradients.js";
import { markdown } from "../../../src/notes/formats/markdown.js";
import { verifyStream } from "../../../src/proof/judge/verify.js";
import { buildStream } from "../../../src/proof/write/build-stream.js";
import { reportOf } from "../../support/documents.js";
import { networkOf } from "../../support/read.js";

/** One unit of softplus at z. */
const file = (z: number, softplus: object = {}, more: object = {}): object => ({
  inputs: [z],
  targets: [0],
  layers: [{ linear: { weight: [[1]], bias: [0] } }, { softplus }],
  loss: "mse",
  ...more,
});

// What PyTorch 1.13 gives in float64 for the gradient of the bias, and whether pages show both cases.
const cases: readonly (readonly [about: string, file: object, gradient: number, both: boolean])[] =
  [
    ["21 is above 20", file(21), 42, true],
    ["20 is not", file(20), 39.99999992167616, false],
    ["a little above", file(20.0000001), 40.0000002, true],
    ["a little below", file(19.9999999), 39.999999721676154, false],
    ["2 · 10.5", file(10.5, { beta: 2 }), 21, true],
    ["above a threshold of 1", file(1.5, { threshold: 1 }), 3, true],
    ["above a negative threshold", file(-1, { threshold: -2 }), -2, true],
    ["a negative beta", file(-21, { beta: -1 }), -42, true],
    [
      "below, and above it after a step",
      file(1, {}, { optimizer: { sgd: { lr: 20 } }, targets: [100] }),
      -144.29157328070835,
      true,
    ],
  ];

describe("softplus with PyTorch's threshold", () => {
  it.each(cases)("%s", (_, each, gradient, both) => {
    const network = networkOf(each);
    expect(gradientsOf(network).gradients.get("b1")).toBeCloseTo(gradient, 10);
    const { gradients } = checkGradients(backpropagate(network.model));
    expect(gradients.filter(({ ok }) => !ok)).toEqual([]);
    const stream = JSON.stringify(buildStream(network));
    expect(verifyStream(stream).rejected).toEqual([]);
    const report = reportOf(network, { codes: ["en"] });
    expect(report.relations.failed).toEqual([]);
    const page = markdown(report.documents[0]?.root ?? { type: "root", children: [] });
    expect(page.includes("hands on its input")).toBe(both);
    expect(page.includes("\\gt 0]")).toBe(both);
  });
});
