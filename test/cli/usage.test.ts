import { describe, expect, it } from "vitest";
import { filesWritten, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

describe("a wrong command line is explained and ends with 2", () => {
  it.each<readonly [argv: readonly string[], message: string]>([
    [
      ["gradeints", "good.yaml"],
      "gradwalk: error[usage]: there is no command `gradeints`, received `gradwalk gradeints good.yaml`\nhelp: did you intend `gradients`?",
    ],
    [
      ["ponder", "good.yaml", "--steps=lots"],
      "gradwalk: error[usage]: there is no command `ponder`, received `gradwalk ponder good.yaml --steps=lots`\nhelp: `gradwalk --help` lists the commands",
    ],
    [
      ["--json"],
      "gradwalk: error[usage]: unknown option `--json`\nhelp: `gradwalk --help` explains what can be written",
    ],
    [
      ["report"],
      "gradwalk: error[usage]: missing required argument `files`\nhelp: `gradwalk report --help` explains what can be written",
    ],
    [
      ["report", "good.yaml", "--digts", "3"],
      "gradwalk: error[usage]: unknown option `--digts`\nhelp: did you intend `--digits`?",
    ],
    [
      ["report", "good.yaml", "--digits"],
      "gradwalk: error[usage]: option `--digits <count>` argument missing\nhelp: `gradwalk report --help` explains what can be written",
    ],
    [
      ["report", "good.yaml", "--digits", "six"],
      "gradwalk: error[usage]: cannot use `six` for `--digits`, expected a whole number from 2 to 30",
    ],
    [
      ["report", "good.yaml", "--wrt", ", ,"],
      "gradwalk: error[usage]: cannot use `, ,` for `--wrt`, expected at least one name",
    ],
    [
      ["report", "good.yaml", "-o", ""],
      "gradwalk: error[usage]: cannot use `` for `--output`, expected the name of a folder",
    ],
    [
      ["report", "good.yaml", "--lang", "en,de"],
      "gradwalk: error[unknown-language]: `de` is no language, expected one of `en`, `zh`",
    ],
    [
      ["report", "good.yaml", "--format", "htm"],
      "gradwalk: error[unknown-format]: `htm` is no format, expected one of `md`, `html`, `json`\nhelp: did you intend `html`?",
    ],
    [
      ["gradients", "-", "good.yaml", "-"],
      "gradwalk: error[usage]: `-` stands twice, and standard input can be read only once",
    ],
    [
      ["derive"],
      "gradwalk: error[usage]: the expression is missing\nhelp: `gradwalk derive --help` shows an example",
    ],
    [
      ["derive", "x^2"],
      "gradwalk: error[usage]: the option `--wrt` is missing\nhelp: add the variables, such as `--wrt x,y`",
    ],
    [
      ["derive", "-x^2", "--wrt", "x"],
      'gradwalk: error[usage]: unknown option `-x^2`\nhelp: an expression that begins with `-` stands behind `--`: `gradwalk derive --wrt x -- "-x^2"`',
    ],
    [
      ["derive", "x^2", "--wrt", "x", "--order", "3"],
      "gradwalk: error[usage]: cannot use `3` for `--order`, expected a whole number from 1 to 2",
    ],
    [
      ["derive", "x^2", "--wrt", "x", "--at", "x=one"],
      "gradwalk: error[invalid-point]: `one` in `--at` is not a number\nhelp: write a name and a decimal number for each variable: `--at x=1,y=-2.5e-3`",
    ],
    [
      ["derive", "x^2", "--wrt", "x", "--at", "x=1e400"],
      "gradwalk: error[invalid-point]: `1e400` in `--at` is larger than any float64 number\nhelp: write a name and a decimal number for each variable: `--at x=1,y=-2.5e-3`",
    ],
    [
      ["derive", "x^2", "--wrt", "x", "--at", "3"],
      "gradwalk: error[invalid-point]: cannot read `3` in `--at`, expected such as `x=1`\nhelp: write a name and a decimal number for each variable: `--at x=1,y=-2.5e-3`",
    ],
    [
      ["derive", "x^2", "--wrt", "x", "--at", "x=1,x=2"],
      "gradwalk: error[invalid-point]: `--at` gives two values for `x`\nhelp: write a name and a decimal number for each variable: `--at x=1,y=-2.5e-3`",
    ],
    [
      ["derive", "x^2", "--jsonl"],
      "gradwalk: error[usage]: `--jsonl` reads its expressions from standard input, received one more",
    ],
    [
      ["derive", "--jsonl", "--wrt", "x"],
      "gradwalk: error[usage]: option `--jsonl` cannot be used with option `--wrt <names>`\nhelp: `gradwalk derive --help` explains what can be written",
    ],
    [
      ["report", "good.yaml", "./good.yaml"],
      "gradwalk: error[usage]: the reports of `good.yaml` and `./good.yaml` would both be written into `output/good`\nhelp: write them one by one, each with a folder of its own after `-o`",
    ],
  ])("gradwalk %j", async (argv, message) => {
    expect(await gradwalk(argv)).toEqual({ code: 2, out: "", err: message });
    expect(filesWritten()).toEqual([]);
  });

  it("shows nothing that a terminal obeys, and no endless echo", async () => {
    const { err } = await gradwalk(["bad\u001b[2J\n", "x".repeat(100_000)]);
    expect(err).toMatch(
      /^gradwalk: error\[usage\]: there is no command `bad<U\+001B>\[2J<U\+000A>`/,
    );
    expect(err.length).toBeLessThan(600);
    const option = await gradwalk(["report", `--${"y".repeat(100_000)}`]);
    expect(option.err.length).toBeLessThan(600);
  });
});

describe("help", () => {
  it("goes to stderr where there is no command", async () => {
    const { code, out, err } = await gradwalk([]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^Usage: gradwalk/);
  });

  it.each([["--help"], ["help"], ["report", "--help"], ["gradients", "-h"], ["help", "derive"]])(
    "gradwalk %s %s",
    async (...argv) => {
      const { code, out, err } = await gradwalk(argv);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(/^Usage: gradwalk/);
      expect(out).toMatch(/\nExample:\n {2}(\$|echo)/);
      expect(out).not.toContain("undefined");
    },
  );

  it("tells the version of the package", async () => {
    const { version } = JSON.parse(read(`${import.meta.dirname}/../../package.json`)) as {
      version: string;
    };
    expect(await gradwalk(["--version"])).toEqual({ code: 0, out: version, err: "" });
  });
});
