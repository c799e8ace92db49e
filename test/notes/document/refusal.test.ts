import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { FunctionRow } from "../../../src/math/algebra/functions/row.js";
import { filesWritten, type gradwalk, read, workInFolder } from "../../cli/recording.js";

workInFolder();

afterEach(() => {
  vi.doUnmock("../../../src/math/algebra/functions/index.js");
  vi.resetModules();
});

/** The command line with one row of the function table replaced. */
async function withBrokenRow(
  name: string,
  breakRow: (
    row: FunctionRow,
    algebra: typeof import("../../../src/math/algebra/constructors.js"),
  ) => FunctionRow,
): Promise<typeof gradwalk> {
  vi.resetModules();
  vi.doMock("../../../src/math/algebra/functions/index.js", async (original) => {
    const table = await original<typeof import("../../../src/math/algebra/functions/index.js")>();
    const algebra = await import("../../../src/math/algebra/constructors.js");
    const broken = breakRow(table.functionRow(name), algebra);
    return {
      ...table,
      functionRow: (each: string) => (each === name ? broken : table.functionRow(each)),
    };
  });
  return (await import("../../cli/recording.js")).gradwalk;
}

describe("a report with a false relation", () => {
  it.each([
    ["a wrong derivative", ["md"]],
    ["a wrong derivative", ["json"]],
  ] as const)("is not written with %s: %s", async (_, formats) => {
    const broken = await withBrokenRow("sigmoid", (row, { multiply }) => ({
      ...row,
      derivatives: (_parameters, output) => [multiply(output, output)],
    }));
    mkdirSync("output/good", { recursive: true });
    writeFileSync("output/good/report.en.md", "what was there");
    const { code, out, err } = await broken(["report", "good.yaml", "--format", formats.join()]);
    expect([code, out]).toEqual([1, ""]);
    expect(filesWritten()).toEqual(["output/good/report.en.md"]);
    expect(read("output/good/report.en.md")).toBe("what was there");
    expect(err).toMatch(
      /^good\.yaml: error\[false-relation\]: .*\\partial.* does not hold: -?\d[\d.e-]* against -?\d[\d.e-]*$/m,
    );
    expect(err).toContain("good.yaml: nothing was written");
  });

  it("is written by the same means where nothing is broken", async () => {
    const whole = await withBrokenRow("sigmoid", (row) => row);
    expect((await whole(["report", "good.yaml", "--format", "md"])).code).toBe(0);
    expect(existsSync("output/good/report.en.md")).toBe(true);
  });
});
