import { describe, expect, it } from "vitest";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

/** The slope of each loss at so small a number is what is left after digits cancel. */
const losses = {
  "(1 - cos(x))/x^2": ["1e-4", "1e-6", "1e-10", "1e-14", "1e-20", "1e-30"],
  "(exp(x) - 1 - x)/x": ["1e-6", "1e-14", "1e-30"],
  "tanh(x)^4": ["30", "1e-9"],
};

describe("the judge takes more digits where those it begins with are not enough", () => {
  const cases = Object.entries(losses).flatMap(([E, points]) => points.map((x) => [E, x] as const));
  it.each(cases)("%s at %s", (E, x) => {
    const stream = buildStream(
      networkOf({ parameters: { x: Number(x) }, equations: { E }, loss: "E" }),
    );
    expect(verifyStream(JSON.stringify(stream)).rejected).toEqual([]);
    const steps = stream.steps.map((step) =>
      step.rule === "derivative"
        ? { ...step, after: step.after.replace(/\d(?=\D*$|e)/, "") }
        : step,
    );
    expect(verifyStream(JSON.stringify({ ...stream, steps })).ok).toBe(false);
  });
});
