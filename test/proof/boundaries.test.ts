import { describe, expect, it } from "vitest";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

const streamOf = (parameters: object, equations: object): string =>
  JSON.stringify(buildStream(networkOf({ parameters, equations })));

describe("streams of models in which a factor is the boundary value 0", () => {
  const single = streamOf(
    { w: 0.4, x: 0.3 },
    { "h[0]": 0, "h[1]": "tanh(w*h[0]) + x", E: "h[1]^2" },
  );
  it.each([
    ["in one step", single],
    [
      "in two recurrences that read each other",
      streamOf(
        { w: 0.5, s: 0.3, x: [0.3, -0.7] },
        {
          "h[0]": 0,
          "c[0]": "s",
          "c[t]": "h[t-1]*c[t-1] + x[t]",
          "h[t]": "tanh(c[t]*w)",
          E: "sum(t, h[t]*c[3-t])",
        },
      ),
    ],
  ])("%s", (_, stream) => {
    expect(verifyStream(stream).rejected).toEqual([]);
  });

  it("another factor beside it is seen", () => {
    const steps = /"after":"([^"]*)\*h\[0\]"/g;
    const altered = single.replace(steps, '"after":"$1*6*h[0]"');
    expect(altered).not.toBe(single);
    expect(verifyStream(altered).rejected.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/ is not /),
    );
  });
});
