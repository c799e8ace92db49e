import { describe, expect, it } from "vitest";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

describe("streams of derivatives whose terms cancel each other for any data", () => {
  it.each(["(x+1)^2 - x^2 - 2*x - 1", "log(exp(x)) - x + y*x", "(x + y)*(x - y) - x^2 + y^2"])(
    "%s",
    (loss) => {
      const network = networkOf({ parameters: { x: 1.5, y: 0.3 }, equations: { E: loss } });
      const stream = JSON.stringify(buildStream(network));
      expect(verifyStream(stream).rejected).toEqual([]);
      expect(verifyStream(stream.replaceAll("2*(x + 1)", "3*(x + 1)")).ok).toBe(
        !stream.includes("2*(x + 1)"),
      );
    },
  );
});
