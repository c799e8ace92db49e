import { describe, expect, it } from "vitest";
import { goodNetwork, gradwalk } from "./recording.js";

const twice = goodNetwork
  .replace("targets: [0.01, 0.99]", "targets: 1")
  .replace(/sigmoid\nloss: .*/, "softmax\nloss: cross_entropy");
const message =
  "<stdin>:8:7: warning[probabilities-as-logits]: the loss `cross_entropy` takes logits and has a softmax inside, as in PyTorch, but the last layer is already `softmax`";

describe("warnings stand on stderr, one line each, and change neither data nor exit code", () => {
  it("in plain text", async () => {
    const { code, out, err } = await gradwalk(["gradients", "-"], twice);
    expect(code).toBe(0);
    expect(out).toContain("E ≈ ");
    expect(err).toBe(message);
  });

  it("as JSON", async () => {
    const { code, out } = await gradwalk(["gradients", "--json", "-"], twice);
    expect(code).toBe(0);
    expect(JSON.parse(out).warnings).toMatchObject([
      { code: "probabilities-as-logits", line: 8, column: 7 },
    ]);
  });

  it("not at all where there are none", async () => {
    const { out, err } = await gradwalk(["gradients", "--json", "-"], goodNetwork);
    expect(err).toBe("");
    expect(JSON.parse(out)).not.toHaveProperty("warnings");
  });
});
