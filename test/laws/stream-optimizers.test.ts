import { describe, expect, it } from "vitest";
import { optimizers } from "../../src/network/optimizers/optimizers.js";
import type { StepStream } from "../../src/proof/format/step-stream.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

const options: Readonly<Record<string, readonly object[]>> = {
  sgd: [
    { lr: 0.5 },
    { lr: 0.5, momentum: 0.9, dampening: 0.1 },
    { lr: 0.5, momentum: 0.9, nesterov: true, weight_decay: 0.01 },
  ],
  adam: [{}, { lr: 0.01, betas: [0, 0.5], amsgrad: true, weight_decay: 0.1 }],
  adamw: [{}, { weight_decay: 0, eps: 0.1 }],
  rmsprop: [{}, { centered: true, momentum: 0.9, weight_decay: 0.01 }, { alpha: 0 }],
  adagrad: [{}, { lr_decay: 0.5, weight_decay: 0.01, initial_accumulator_value: 0.3 }],
};

const cases = optimizers.flatMap(({ name }) =>
  (options[name] ?? []).map(
    (each) => [`${name} ${JSON.stringify(each)}`, { [name]: each }] as const,
  ),
);

/** The quantities have the names of the optimizers' symbols; `q[2]` is behind a dead unit, its gradient is 0. */
const streamWith = (optimizer: object): StepStream =>
  buildStream(
    networkOf({
      given: { t: 0.7, g: [0.5, -0.25] },
      parameters: { w: [0.4, -0.3], m: 0.2, v: -0.6, q: [0.3, 0.9] },
      equations: {
        "s[i]": "relu(q[i]*(i - 2) + 0.4*(3*i - 5)*m^2)",
        "u[i]": "tanh(w[i]*g[i] + m) + relu(-q[i])",
        E: "(sum(i, u[i]*v + s[i]) - t)^2 / 2",
      },
      loss: "E",
      frozen: ["w[1]"],
      optimizer,
    }),
  );

const judged = (stream: StepStream): ReturnType<typeof verifyStream> =>
  verifyStream(JSON.stringify(stream));

describe("the steps of an optimizer in a stream", () => {
  it("has options for each optimizer", () => {
    expect(Object.keys(options)).toEqual(optimizers.map(({ name }) => name));
  });

  it.each(cases)("are judged: %s", (_, optimizer) => {
    const stream = streamWith(optimizer);
    expect(judged(stream).rejected).toEqual([]);
    const updates = stream.steps.filter(({ rule }) => rule === "update");
    expect(updates.map(({ before }) => before)).toEqual(["w[2]", "m", "v", "q[1]", "q[2]"]);
  });

  it.each(cases)("are rejected where a number is wrong: %s", (_, optimizer) => {
    const stream = streamWith(optimizer);
    const last = stream.steps.findLast(({ rule }) => rule === "update");
    const steps = stream.steps.map((step) =>
      step === last ? { ...step, after: `0${step.after}`.replace(/\d$/, "") } : step,
    );
    expect(judged({ ...stream, steps }).ok).toBe(false);
  });

  it.each([
    ["sgd", { lr: 0.5 }],
    ["adam", {}],
    ["adamw", { weight_decay: 0 }],
    ["rmsprop", {}],
    ["adagrad", { lr_decay: 0.1 }],
  ])("%s moves nothing where a gradient is 0 in all digits", (name, options) => {
    const stream = buildStream(
      networkOf({
        inputs: [[-0.63], [-0.299]],
        targets: [
          [0.43, 0.57],
          [0.44, 0.56],
        ],
        layers: [{ linear: { weight: [[0.11], [0.605]], bias: -0.683 } }],
        loss: "cross_entropy",
        optimizer: { [name]: options },
      }),
    );
    expect(judged(stream).rejected).toEqual([]);
    const bias = stream.steps.find(({ rule, before }) => rule === "update" && before === "B1");
    expect(bias?.after).toBe("-0.683");
  });

  it("begin with the state that the model says", () => {
    const stream = streamWith({ adam: {} });
    const { optimizer } = stream.model;
    if (!optimizer) throw new Error("no optimizer");
    expect(optimizer.state).toEqual([
      ["m", "0"],
      ["v", "0"],
      ["t", "1"],
    ]);
    const state = optimizer.state.map(
      ([symbol, text]) => [symbol, text === "0" ? "0.5" : text] as const,
    );
    const model = { ...stream.model, optimizer: { ...optimizer, state } };
    expect(judged({ ...stream, model }).ok).toBe(false);
  });
});
