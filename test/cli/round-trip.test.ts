import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { safetensorsOf } from "../support/tensor-bytes.js";
import { gradwalk, workInFolder } from "./recording.js";

const folder = join(import.meta.dirname, "..", "..", "examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
const article = join(folder, "article.yaml");
const hasPython = spawnSync("python3", ["--version"]).status === 0;

workInFolder();

const runScript = (script: string): string =>
  spawnSync("python3", ["-"], { input: script, encoding: "utf8" }).stdout;

/** Exports a network, changes the script, runs it, and checks what it prints. */
async function roundTrip(file: string, change: (script: string) => string) {
  const { out } = await gradwalk(["export", file, "--to", "python"]);
  writeFileSync("gradients.json", runScript(change(out)));
  const { code, out: text } = await gradwalk([
    ...["check", file, "--json", "--against", "gradients.json"],
  ]);
  return { code, answer: JSON.parse(text) as { ok: boolean; first?: object | null } };
}

/** Replaces a part of a script that must be there. */
const planting = (part: string, mistake: string) => (script: string) => {
  expect(script).toContain(part);
  return script.replace(part, mistake);
};

describe.skipIf(!hasPython)("export, Python, check --against (skipped without python3)", () => {
  it.each(examples)("%s passes", async (file) => {
    const { code, answer } = await roundTrip(join(folder, file), (script) => script);
    expect([code, answer.ok]).toEqual([0, true]);
  });

  it.each([
    [
      "a transposed weight",
      planting("delta_o[r] * W2[r, q]", "delta_o[r] * W2[q, r]"),
      { name: "b1", kind: "gradient" },
    ],
    [
      "a lost derivative of sigmoid",
      planting("grad_m[r] * m[r] * (1 - m[r])", "grad_m[r]"),
      { name: "b3", kind: "gradient" },
    ],
    [
      "a wrong forward pass",
      planting("W2[r, q] * k[q] for q", "W2[q, r] * k[q] for q"),
      { name: "o1", kind: "value" },
    ],
  ])("finds %s where it enters", async (_title, plant, first) => {
    const { code, answer } = await roundTrip(article, plant);
    expect(code).toBe(1);
    expect(answer.first).toMatchObject(first);
  });
});

describe("check --against a safetensors file", () => {
  const gradients = [0.0821670405642308, 0.08266762784753326, -0.0226025404774, -0.0227402422];
  it.each([
    ["right float32 gradients", gradients, 0],
    ["a wrong one", [...gradients.slice(0, 3), 0.0227402422], 1],
  ])("%s", async (_title, values, expected) => {
    writeFileSync(
      "grads.safetensors",
      safetensorsOf({ "2.weight": { dtype: "F32", shape: [2, 2], data: values } }),
    );
    const { code } = await gradwalk(["check", article, "--against", "grads.safetensors"]);
    expect(code).toBe(expected);
  });
});
