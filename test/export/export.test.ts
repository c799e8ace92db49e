import { describe, expect, it } from "vitest";
import { functionCode } from "../../src/export/function-code.js";
import { activationModules, lossCalls } from "../../src/export/layer-code.js";
import { functionRows } from "../../src/math/algebra/functions/index.js";
import { activations } from "../../src/network/rows/activations.js";
import { losses } from "../../src/network/rows/losses.js";
import { borderCases, functionCases, layeredCases, specialCases } from "./cases.js";
import { describeScripts } from "./judge-scripts.js";

// All others are in test/laws/exported-scripts.test.ts.
describeScripts({
  "every seventh activation with a loss": layeredCases.filter((_, place) => place % 7 === 0),
  "every function": functionCases,
  "special cases": specialCases,
  "borders of what has a value": borderCases,
});

describe("the tables of code", () => {
  it("have every function of the function table", () => {
    expect([...functionCode.keys()].sort()).toEqual(functionRows.map((row) => row.name).sort());
  });

  it("have every activation and every loss", () => {
    expect([...activationModules.keys()]).toEqual(activations.map(({ name }) => name));
    expect([...lossCalls.keys()]).toEqual(losses.map(({ name }) => name));
  });
});
