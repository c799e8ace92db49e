import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectFile } from "../support/read.js";
import { goodNetwork, gradwalk, workInFolder } from "./recording.js";

workInFolder();

interface Answer {
  readonly answers: Record<string, { given: number; correct: number; right: boolean }>;
  readonly causes: readonly {
    id: string;
    explanation: string;
    where: string;
    values: Record<string, number>;
    partial: boolean;
  }[];
  readonly tellApart: { name: string; values: Record<string, number> } | null;
}

async function ask(...argv: readonly string[]): Promise<Answer & { code: number }> {
  const { code, out } = await gradwalk(["diagnose", ...argv, "--json"]);
  return { code, ...(JSON.parse(out) as Answer) };
}

const trained = `${goodNetwork}optimizer: { sgd: { lr: 0.5 } }\n`;

describe("diagnose", () => {
  it("accuses nobody of right numbers", async () => {
    const names = ["w1=0.00044", "w5=0.0822", "dE/dw7=-0.0226", "h1=0.3775", "out_h1=0.59327"];
    const { code, answers, causes, tellApart } = await ask("good.yaml", ...names, "E=0.298371109");
    expect({ code, causes, tellApart }).toEqual({ code: 0, causes: [], tellApart: null });
    expect(answers.w1).toEqual({
      given: 0.00044,
      correct: expect.closeTo(0.00043856773447),
      right: true,
    });
    expect(Object.keys(answers)).toEqual([...names.map((each) => each.split("=")[0]), "E"]);
  });

  it("shows a number as it was written, with the zeros that it ends with", async () => {
    const { out } = await gradwalk(["diagnose", "good.yaml", "w5=0.0821670", "w4=0.0010"]);
    expect(out).toMatch(/^w5 = 0\.0821670 {2}right\nw4 = 0\.0010 {2}right\n/);
  });

  it.each([
    [["w1@-1=1"], "good.yaml: error[invalid-answer]: cannot read `w1@-1`"],
    [["w1@1.5=1"], "good.yaml: error[invalid-answer]: cannot read `w1@1.5`"],
    [["w1=1", "--lang", "fr"], "gradwalk: error[unknown-language]: `fr` is no language"],
  ])("refuses %j in a line that says why", async (words, message) => {
    const { code, out, err } = await gradwalk(["diagnose", "good.yaml", ...words]);
    expect([code, out]).toEqual([2, ""]);
    expect(err.startsWith(message)).toBe(true);
  });

  it("judges a number by the digits in which it is written", async () => {
    const { code, answers } = await ask(
      "good.yaml",
      "w5=0.0822",
      "w6=0.0826",
      "w2=0.0009",
      "w4=0.0010",
    );
    expect(Object.values(answers).map(({ right }) => right)).toEqual([true, false, true, true]);
    expect(code).toBe(1);
  });

  it("names the mistake, the line where it enters and what it makes of the numbers", async () => {
    const { code, causes } = await ask("good.yaml", "w1=0.000668396", "w3=0.000749804");
    expect(code).toBe(1);
    expect(causes).toEqual([
      {
        id: "missing_path_o2",
        explanation: expect.stringContaining("the path through output 2 was forgotten"),
        where: "dE/dk1 = dE/do1·w5 + dE/do2·w7",
        values: { w1: expect.closeTo(0.000668396021), w3: expect.closeTo(0.000749804) },
        partial: false,
      },
    ]);
  });

  it("says which further number tells mistakes apart", async () => {
    const { causes, tellApart } = await ask("good.yaml", "w1=0.000898224", "w5=0.082167");
    expect(causes.map(({ id }) => id)).toEqual(["paths_subtracted", "sign_only_o2"]);
    const { tellApart: half } = await ask("good.yaml", "w1=0.000219284");
    expect(half?.name).toBe("w5");
    expect(new Set(Object.values(half?.values ?? {})).size).toBeGreaterThan(1);
    expect(tellApart === null || Object.keys(tellApart.values).length === 2).toBe(true);
  });

  it("says where a mistake was made in some numbers only", async () => {
    const { causes } = await ask("good.yaml", "w5=0.43983", "w7=-0.02260254");
    expect(causes.map(({ id, partial }) => [id, partial])).toContainEqual(["no_sigma_out", true]);
  });

  it("finds nothing where no known mistake leads", async () => {
    const { code, out } = await gradwalk(["diagnose", "good.yaml", "w1=0.123456789"]);
    expect(code).toBe(1);
    expect(out).toContain("wrong: it is 0.000438568");
    expect(out).toContain("No known mistake leads to these numbers.");
  });

  it.each([
    ["w5=0.082167040564500", 1, "wrong: it is 0.08216704056423077"],
    ["w5=0.08216704056423", 0, "right"],
    ["w1=0", 1, "wrong: it is 0.000438568"],
    ["w1=0.0000", 1, "wrong: it is 0.000438568"],
    ["w1=nan", 1, "wrong: it is 0.000438568"],
    ["w1=-Infinity", 1, "wrong: it is 0.000438568"],
    ["w5=0.08", 0, "right"],
    ["w1=1.1e-16", 1, "wrong: it is 4.3856773447435e-4"],
  ])("judges %s as check does", async (answer, code, verdict) => {
    const diagnosed = await gradwalk(["diagnose", "good.yaml", answer]);
    expect(diagnosed.out.split("\n")[0]?.split("  ")[1]).toBe(verdict);
    writeFileSync("mine.yaml", `${answer.replace("=", ": ")}\n`);
    const checked = await gradwalk(["check", "good.yaml", "--against", "mine.yaml"]);
    expect([diagnosed.code, checked.code]).toEqual([code, code]);
  });

  it("explains the other numbers beside a NaN", async () => {
    const { code, answers, causes } = await ask("good.yaml", "w5=nan", "w1=0.000668396");
    expect(code).toBe(1);
    expect(answers.w5).toMatchObject({ given: "NaN", right: false });
    expect(causes.map(({ id }) => id)).toEqual(["missing_path_o2"]);
  });

  it("zeros are explained by no mistake that gives small numbers", async () => {
    const { causes } = await ask("good.yaml", "w1=0", "w5=0");
    expect(causes.map(({ id }) => id)).not.toContain("missing_path_o2");
  });

  it("speaks Chinese", async () => {
    const { out } = await gradwalk(["diagnose", "good.yaml", "w1=0.000668396", "--lang", "zh"]);
    expect(out).toContain("漏掉了经过第 2 个输出的路径");
    expect(out).toContain("dE/dk1 = dE/do1·w5 + dE/do2·w7");
  });

  it.each([["E@1=0.291027924"], ["m1@10000=0.015912196", "m2@10000=0.984065734"]])(
    "explains %s of the famous example",
    async (...given) => {
      writeFileSync("mazur.yaml", projectFile("examples/mazur.yaml"));
      const { causes } = await ask("mazur.yaml", ...given);
      expect(causes.map(({ id }) => id)).toEqual(["updated_weights"]);
    },
  );

  it("reads the names of every notation and of single samples", async () => {
    const batch = `inputs: [[0.05, 0.1], [0.2, 0.3]]
targets: [[0.01, 0.99], [0.5, 0.5]]
${goodNetwork.split("\n").slice(2).join("\n")}notation: indexed\n`;
    writeFileSync("batch.yaml", batch);
    const { answers } = await ask("batch.yaml", "z1[1,1]=0.3775", "a1[1,1]=0.59327", "W1[1,1]=0");
    expect(answers["z1[1,1]"]?.right).toBe(true);
    expect(answers["a1[1,1]"]?.right).toBe(true);
    const { code, err } = await gradwalk(["diagnose", "batch.yaml", "h1=0.3775"]);
    expect(code).toBe(2);
    expect(err).toContain(
      "`h1` has 2 numbers, one for each sample\nhelp: name the sample first: `z1[1,1]`",
    );
  });

  it.each<readonly [answer: string, message: string]>([
    [
      "w99=0.1",
      "error[unknown-name]: the network has nothing that is called `w99`\nhelp: there are `w1` to `w4`, `b1` to `b2`, `w5` to `w8`, ",
    ],
    ["w1", "error[invalid-answer]: cannot read `w1`, expected NAME=VALUE"],
    ["=3", "error[invalid-answer]: cannot read `=3`, expected NAME=VALUE"],
    ["w1=", "error[invalid-answer]: `` for `w1` is not a number"],
    ["w1=abc", "error[invalid-answer]: `abc` for `w1` is not a number"],
    ["w1=1e999", "error[invalid-answer]: `1e999` for `w1` is larger than any float64 number"],
    ["i1=0.05", "error[given-value]: `i1` is given by the network file"],
    ["w1@1=0.1", "error[missing-optimizer]: cannot take the step that `w1@1` needs"],
    ["E@999999999=0.1", "error[missing-optimizer]"],
  ])("explains what is wrong with %s", async (answer, message) => {
    const { code, out, err } = await gradwalk(["diagnose", "good.yaml", answer]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`good.yaml: ${message}`);
  });

  it("refuses two values for one name, too many steps, and files of equations", async () => {
    writeFileSync("trained.yaml", trained);
    writeFileSync("equations.yaml", "parameters: { w: 1 }\nequations:\n  E: w^2\n");
    const errors = await Promise.all(
      [
        ["good.yaml", "w1=1", "w1=2"],
        ["trained.yaml", "E@99999999=0.1"],
        ["equations.yaml", "w=3"],
        ["good.yaml", "w1=1", "--lang", "xx"],
      ].map(async (argv) => (await gradwalk(["diagnose", ...argv])).err),
    );
    expect(errors[0]).toContain("error[invalid-answer]: `w1` has two values");
    expect(errors[1]).toContain("error[too-many-steps]: `E@99999999` needs 99999999 steps");
    expect(errors[2]).toContain("error[not-layered]");
    expect(errors[3]).toContain(
      "error[unknown-language]: `xx` is no language, expected one of `en`, `zh`",
    );
  });
});
