import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { seededRandom } from "../../src/check/methods/seeded-random.js";
import { type Backpropagation, backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../src/gradients/gradients.js";
import { rebuild } from "../../src/math/algebra/binding.js";
import { call, negate, one, subtract } from "../../src/math/algebra/constructors.js";
import type { Expression } from "../../src/math/algebra/expression.js";
import { counted } from "../support/counts.js";
import { reportOf } from "../support/documents.js";
import { drawKinked, gradientsByHand, networkFile } from "../support/kinked-network.js";
import { networkOf } from "../support/read.js";

const seeds = Array.from({ length: counted(200) }, (_, seed) => seed);
/** A report takes as long as ten checks. */
const reported = seeds.slice(0, counted(20));

describe("networks of small integers and zero biases, where many units stand at a kink", () => {
  it("have PyTorch's gradients, and nobody accuses them", () => {
    let kinks = 0;
    for (const seed of seeds) {
      const drawn = drawKinked(seededRandom(7100 + seed));
      const network = networkOf(networkFile(drawn));
      const check = checkGradients(backpropagate(network.model));
      const ours = [...gradientsOf(network).gradients.values()];
      const byHand = gradientsByHand(drawn);
      expect(ours.length, `seed ${seed}`).toBe(byHand.length);
      ours.forEach((value, place) => {
        const wanted = byHand[place] ?? Number.NaN;
        expect(Math.abs(value - wanted), `seed ${seed}, ${place}`).toBeLessThanOrEqual(
          1e-12 * Math.max(1, Math.abs(wanted)),
        );
      });
      expect(check.ok, `seed ${seed}`).toBe(true);
      kinks += check.gradients.filter(({ verdict }) => verdict === "kink").length;
    }
    expect(kinks).toBeGreaterThan(seeds.length);
  });

  it("have reports in which every relation holds", () => {
    for (const seed of reported) {
      const network = networkOf(networkFile(drawKinked(seededRandom(7100 + seed))));
      expect(reportOf(network, { codes: ["en"] }).relations.failed, `seed ${seed}`).toEqual([]);
    }
  });

  it("are accused where the derivation follows another convention", () => {
    let planted = 0;
    for (const seed of seeds) {
      const drawn = drawKinked(seededRandom(7100 + seed));
      if (drawn.activation !== "relu" && drawn.activation !== "leaky") continue;
      const [right, wrong] = [gradientsByHand(drawn), gradientsByHand(drawn, 1)];
      const { gradients } = checkGradients(
        withOtherSteps(backpropagate(networkOf(networkFile(drawn)).model)),
      );
      gradients.forEach(({ ok }, place) => {
        const [ours, other] = [right[place] ?? 0, wrong[place] ?? 0];
        const isWrong = Math.abs(ours - other) > 1e-9;
        expect(ok, `seed ${seed}, ${place}`).toBe(!isWrong);
        planted += Number(isWrong);
      });
    }
    expect(planted).toBeGreaterThan(0);
  });
});

/** The same derivation with 1 as the slope of relu at 0: 1 - [-x > 0] in the place of [x > 0]. */
function withOtherSteps(backpropagation: Backpropagation): Backpropagation {
  const { forward, model } = backpropagation;
  const changed = (part: Expression): Expression => {
    const inner = rebuild(part, changed, (term) => term);
    if (inner.kind !== "call" || inner.name !== "step") return inner;
    return subtract(one, call("step", ...inner.arguments.map(negate)));
  };
  const quantities = [...model.quantities.values()].map((quantity) => ({
    ...quantity,
    pieces: quantity.pieces.map((piece) =>
      piece.kind === "formula" && !forward.quantities.has(quantity.name)
        ? { ...piece, right: changed(piece.right) }
        : piece,
    ),
  }));
  const named = new Map(quantities.map((each) => [each.name, each] as const));
  return { ...backpropagation, model: { ...model, quantities: named } };
}
