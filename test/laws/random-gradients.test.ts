import { describe, expect, it } from "vitest";
import { checkGradients } from "../../src/check/methods/check-gradients.js";
import { backpropagate } from "../../src/gradients/backprop/backpropagate.js";
import { equationCases, equationFile } from "../cases/equation-files.js";
import { activationNames, lossNames, randomLayered } from "../support/random-layered.js";
import { networkOf } from "../support/read.js";

/** What the judges say against the gradients of a file: nothing, if all is right. */
function objections(file: object): readonly string[] {
  const network = networkOf(file);
  const { gradients, ok } = checkGradients(backpropagate(network.model), { limit: 10 });
  const wrong = gradients.filter((each) => !each.ok || each.verdict === "uncheckable");
  expect(ok || wrong.length > 0).toBe(true);
  return wrong.map(
    ({ instance, verdict, symbolic, highPrecision }) =>
      `${network.names.nameOf(instance)}: ${verdict}, ${symbolic} against ${highPrecision}`,
  );
}

const layeredCases = activationNames.flatMap((activation, row) =>
  lossNames.map((loss, column) => ({ activation, loss, seed: 100 * row + column + 1 })),
);

describe("gradients of random layered networks agree with independent methods", () => {
  it.each(layeredCases)("$activation and $loss, seed $seed", ({ activation, loss, seed }) => {
    expect(objections(randomLayered(seed, { activation, loss }))).toEqual([]);
  });
});

describe("gradients of random equations agree with independent methods", () => {
  it.each(equationCases.map((each) => [each.name, each] as const))("%s", (_, each) => {
    for (const seed of [1, 2]) expect(objections(equationFile(each, seed))).toEqual([]);
  });
});
