import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { train } from "../../src/gradients/train/train.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { reportOf } from "../support/documents.js";
import { networkOf } from "../support/read.js";

/** A padded parameter and padded data; one of the values around them is a parameter. */
const file = {
  sizes: { t: 3, k: 3 },
  given: { x: [1, 2, 3] },
  parameters: { a: [1, 2], w: [0.5, 0.25, 1], h0: 2 },
  equations: {
    "x[0]": 0,
    "x[4]": "h0",
    "a[0]": 0,
    "a[3]": "h0",
    "z[t]": "sum(k, w[k]*x[t+k-2]) + a[t-1]*a[t]",
    E: "sum(t, z[t]^2) / 2",
  },
  optimizer: { sgd: { lr: 0.5 } },
};
const network = networkOf(file);

describe("values that equations put around data", () => {
  it("are in no list of parameters, inputs and tensors", () => {
    const { gradients, inputs, tensors } = gradientsOf(network);
    expect([...gradients.keys()]).toEqual(["a[1]", "a[2]", "w[1]", "w[2]", "w[3]", "h0"]);
    expect([...inputs.keys()]).toEqual(["x[1]", "x[2]", "x[3]"]);
    expect(tensors.get("a")?.value).toEqual([1, 2]);
    expect(tensors.get("x")?.value).toEqual([1, 2, 3]);
  });

  it("pass their gradient on where they are a parameter", () => {
    const { gradients, values } = gradientsOf(network);
    expect([values.get("z[1]"), values.get("z[2]"), values.get("z[3]")]).toEqual([2.25, 6, 7.75]);
    expect(gradients.get("h0")).toBeCloseTo(7.75 * (1 + 2), 12);
  });

  it("are not trained, and follow a parameter that is", () => {
    const { parameters, tensors, losses } = train(network, 1);
    expect([...parameters.keys()]).toEqual(["a[1]", "a[2]", "w[1]", "w[2]", "w[3]", "h0"]);
    expect(tensors.get("a")?.value).toEqual([1 - 0.5 * 6 * 2, 2 - 0.5 * (6 * 1 + 7.75 * 2)]);
    const after = Object.fromEntries(
      [...tensors].map(([name, { value }]) => [name, value] as const),
    );
    const moved = networkOf({ ...file, parameters: after });
    expect(gradientsOf(moved).loss.value).toBeCloseTo(losses[1] ?? Number.NaN, 9);
  });

  it("cannot be frozen", () => {
    expect(() => networkOf({ ...file, frozen: ["a[0]"] })).toThrow("no such parameter");
  });

  it("are right for the judges, in reports and in step streams", () => {
    const { ok, total } = checkGradients(backpropagate(network.model));
    expect([ok, total]).toEqual([true, 6]);
    expect(reportOf(network, { codes: ["en"] }).relations.failed).toEqual([]);
    expect(verifyStream(JSON.stringify(buildStream(network))).rejected).toEqual([]);
  });
});
