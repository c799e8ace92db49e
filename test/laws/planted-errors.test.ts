import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { judgeReference } from "../../src/check/reference/judge-reference.js";
import type { Reference } from "../../src/check/reference/reference.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { decimal } from "../../src/math/algebra/constructors.js";
import { quantityOf } from "../../src/math/model/model.js";
import type { Network } from "../../src/network/network.js";
import { add } from "../math/numeric/models.js";
import { activationNames, lossNames, randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

const networks = activationNames.flatMap((activation, row) =>
  [0, 1].map((turn) => {
    const loss = lossNames[(row + turn) % lossNames.length] ?? "mse";
    const seed = 9000 + 10 * row + turn;
    return { activation, loss, seed };
  }),
);

const checked = (network: Network) =>
  checkGradients(backpropagate(network.model), { limit: 4 }).gradients.filter(
    ({ verdict }) => verdict === "match",
  );

/** The gradient that others are said to have computed. */
function judged(network: Network, name: string, value: number): boolean {
  const numbers = [{ text: String(value), value }];
  const given: Reference = {
    isTyped: true,
    entries: [{ name, kind: "gradient", shape: [], numbers, precision: "double" }],
  };
  return judgeReference(network, given).ok;
}

describe("an error of max(1e-9·|g|, 4B) is found, one within B is accepted", () => {
  it.each(networks)("$activation and $loss, seed $seed", ({ activation, loss, seed }) => {
    const network = networkOf(randomLayered(seed, { activation, loss }));
    const gradients = checked(network);
    for (const { instance, highPrecision, errorBound } of gradients) {
      const truth = highPrecision ?? Number.NaN;
      const name = network.names.nameOf(instance);
      const least = Math.max(1e-9 * Math.abs(truth), 4 * errorBound);
      expect(judged(network, name, truth)).toBe(true);
      for (const sign of [1, -1]) {
        expect(judged(network, name, truth + sign * 0.99 * errorBound)).toBe(true);
        if (least > 0) expect(judged(network, name, truth + sign * least)).toBe(false);
      }
    }
  });
});

describe("the same error in the derivation is accused by the check itself", () => {
  it.each(networks)("$activation and $loss, seed $seed", ({ activation, loss, seed }) => {
    const network = networkOf(randomLayered(seed, { activation, loss }));
    const backpropagation = backpropagate(network.model);
    const [first] = checked(network);
    if (!first || first.highPrecision === null || first.highPrecision === 0) return;
    const { instance, highPrecision: truth, errorBound } = first;
    const size = Math.max(1e-9 * Math.abs(truth), 4 * errorBound) * 1.001;
    const name = `∂${instance.name}`;
    const adjoint = quantityOf(backpropagation.model, name);
    const pieces = adjoint.pieces.map((piece) =>
      piece.kind === "formula"
        ? { ...piece, right: add(piece.right, decimal(size.toPrecision(17))) }
        : piece,
    );
    const quantities = new Map(backpropagation.model.quantities).set(name, { ...adjoint, pieces });
    const model = { ...backpropagation.model, quantities };
    const { gradients } = checkGradients({ ...backpropagation, model }, { instances: [instance] });
    expect(gradients.map(({ verdict }) => verdict)).toEqual(["mismatch"]);
  });
});
