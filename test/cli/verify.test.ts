import { writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

let stream = "";
beforeEach(async () => {
  if (stream !== "") return;
  const { code } = await gradwalk(["report", "good.yaml", "--format", "json", "--lang", "en,zh"]);
  expect(code).toBe(0);
  stream = read("output/good/report.en.json");
});

describe("verify", () => {
  it("accepts what report has written, which is the same in all languages", async () => {
    expect(read("output/good/report.zh.json")).toBe(stream);
    const { code, out, err } = await gradwalk(["verify", "output/good/report.zh.json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^output\/good\/report\.zh\.json: \d+ steps verified$/);
  });

  it("rejects a changed step, and names it", async () => {
    const { steps } = JSON.parse(stream) as {
      steps: { id: number; rule: string; after: string }[];
    };
    const step = steps.find(({ rule, after }) => rule === "path" && after.length > 10);
    const wrong = stream.replace(`"after": "${step?.after}"`, `"after": "1${step?.after}"`);
    writeFileSync("wrong.json", wrong);
    const { code, out, err } = await gradwalk(["verify", "wrong.json", "--json"]);
    const verdict = JSON.parse(out) as { ok: boolean; steps: number; rejected: { id: number }[] };
    expect([code, verdict.ok, verdict.steps]).toEqual([1, false, steps.length]);
    expect(verdict.rejected.length).toBeGreaterThan(0);
    expect(err).toMatch(/^wrong\.json: error\[rejected-step\]: step \d+: /);
  });

  const axis = /(\w=1\.\.)2"/;
  it.each<readonly [string, (text: string) => string]>([
    ["nothing", () => ""],
    ["half a file", (text) => text.slice(0, text.length / 2)],
    ["no object", () => "[]"],
    ["null", () => "null"],
    ["NaN", (text) => text.replace('"digits": 15', '"digits": NaN')],
    ["a text for a number", (text) => text.replace('"digits": 15', '"digits": "15"')],
    ["another version", (text) => text.replace('"version": 2', '"version": 1')],
    ["a key that is missing", (text) => text.replace('"loss": "E",', "")],
    ["a key too many", (text) => text.replace('"loss": "E",', '"loss": "E", "__proto__": 1,')],
    ["steps that are no list", () => '{"format":"gradwalk-steps","version":2,"steps":{}}'],
    ["lists within lists", () => `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
    [
      "a formula in a thousand parentheses",
      (text) => text.replace('"formula": "', `"formula": "${"(".repeat(1000)}`),
    ],
    ["an axis of a million billions", (text) => text.replace(axis, '$11000000000000000"')],
    ["a long axis", (text) => text.replace(axis, '$19999999"')],
    ["an endless sum", (text) => text.replace(/(sum\(\w+=1\.\.)2/, "$1999999999999")],
    ["no file", () => "\u0000"],
  ])("answers %s with one line and 2", async (_, change) => {
    writeFileSync("bad.json", change(stream));
    const { code, err } = await gradwalk(["verify", "bad.json"]);
    expect(err).toMatch(/^bad\.json(:\d+:\d+)?: error\[invalid-stream\]: [^\n]+$/);
    expect(code).toBe(2);
  });

  it("says where a damaged file ends", async () => {
    writeFileSync("bad.json", '{\n  "format": "gradwalk-steps",\n  "version": 2,,\n}');
    const { err } = await gradwalk(["verify", "bad.json"]);
    expect(err).toBe("bad.json:3:16: error[invalid-stream]: the file is not JSON");
  });

  it("needs a file", async () => {
    expect((await gradwalk(["verify"])).code).toBe(2);
    expect((await gradwalk(["verify", "missing.json"])).code).toBe(2);
  });
});
