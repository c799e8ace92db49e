import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exportTargets } from "../../src/export/index.js";
import { filesWritten, goodNetwork, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

describe("gradwalk export", () => {
  it.each(exportTargets.map(({ name }) => name))(
    "prints a script for %s, or writes it",
    async (to) => {
      const { code, out, err } = await gradwalk(["export", "good.yaml", "--to", to]);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`gradwalk export --to ${to}`);
      const written = await gradwalk(["export", "good.yaml", "--to", to, "-o", "to/net.py"]);
      expect(written).toEqual({ code: 0, out: "", err: "" });
      expect(filesWritten()).toEqual(["to/net.py"]);
      expect(read("to/net.py")).toBe(`${out}\n`);
    },
  );

  it("reads standard input", async () => {
    const { code, out } = await gradwalk(["export", "-", "--to", "python"], goodNetwork);
    expect([code, out.includes("import math")]).toEqual([0, true]);
  });

  it("is a script that prints the JSON of gradients", async ({ skip }) => {
    const hasPython = spawnSync("python3", ["--version"]).status === 0;
    skip(!hasPython, "there is no python3");
    const script = await gradwalk(["export", "good.yaml", "--to", "python"]);
    const { stdout } = spawnSync("python3", ["-"], { input: script.out, encoding: "utf8" });
    const gradients = await gradwalk(["gradients", "good.yaml", "--json"]);
    const { file, ...expected } = JSON.parse(gradients.out) as Record<string, object>;
    const printed = JSON.parse(stdout) as Record<string, object>;
    expect(file).toBe("good.yaml");
    expect(Object.keys(printed)).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected))
      expect(Object.keys(printed[key] ?? {})).toEqual(Object.keys(value));
  });

  it.each([
    [
      ["export", "good.yaml", "--to", "pyton"],
      "gradwalk: error[unknown-target]: `pyton` is no target, expected one of `python`, `numpy`, `pytorch`, `jax`\nhelp: did you intend `python`?",
    ],
    [
      ["export", "good.yaml"],
      "gradwalk: error[usage]: required option `--to <target>` not specified\nhelp: `gradwalk export --help` explains what can be written",
    ],
    [
      ["export", "good.yaml", "--to", "python", "-o", "./good.yaml"],
      "gradwalk: error[usage]: cannot write the script to `./good.yaml`: it is the network file\nhelp: name another file after `-o`",
    ],
    [
      ["export", "good.yaml", "--to", "python", "-o", ""],
      "gradwalk: error[usage]: cannot use `` for `--output`, expected the name of a file",
    ],
    [
      ["export", "none.yaml", "--to", "python"],
      "none.yaml: error[file-not-found]: cannot read the file: there is no such file or folder",
    ],
  ])("%j is refused", async (argv, message) => {
    expect(await gradwalk(argv)).toEqual({ code: 2, out: "", err: message });
    expect(read("good.yaml")).toBe(goodNetwork);
  });

  it("sees through links to its input", async () => {
    symlinkSync("good.yaml", "link.yaml");
    const { code } = await gradwalk(["export", "good.yaml", "--to", "python", "-o", "link.yaml"]);
    expect([code, read("good.yaml")]).toEqual([2, goodNetwork]);
  });

  it("names what is not finite instead of writing a script that stops there", async () => {
    const infinite = goodNetwork.replace("half_squared_error", '{ formula: "exp(exp(exp(9*y)))" }');
    const { code, out, err } = await gradwalk(["export", "-", "--to", "numpy"], infinite);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("error[not-finite]");
  });
});
