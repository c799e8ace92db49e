import { describe, expect, it } from "vitest";
import { gradwalk } from "./recording.js";

/** The values that `derive` prints, of the expression and of its derivative, each with its sign. */
async function relations(expression: string, x: string, ...more: readonly string[]) {
  const { out } = await gradwalk(["derive", expression, "--wrt", "x", "--at", `x=${x}`, ...more]);
  const lines = out.split("\n").filter((line) => !/^ {2}\S+ +d\//.test(line));
  return lines.flatMap((line) => / ([=≈] \S+)$/.exec(line)?.[1] ?? []);
}

describe("= stands between equal numbers on the terminal", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["exp(-1000*x)", "1", ["≈ 5.07595889754946e-435", "≈ -5.07595889754946e-432"]],
    ["x^2", "0.1", ["= 0.01", "= 0.2"]],
    ["1/x", "3", ["≈ 0.333333333333333", "≈ -0.111111111111111"]],
    ["1/x", "4", ["= 0.25", "= -0.0625"]],
    ["tan(x)", "1.5707963", ["≈ 37320539.5867", "≈ 1.39282267504"]],
    ["(1 - cos(x))/x^2", "1e-8", ["≈ 0.5", "≈ -8.33333333333333e-10"]],
    ["sqrt(x)", "4", ["= 2", "= 0.25"]],
    ["x^3", "1e-300", ["= 1e-900", "= 3e-600"]],
    ["1.00000000000000000001*x - x", "1", ["= 1e-20", "= 1e-20"]],
  ])("%s at %s", async (expression, x, expected) => {
    const found = await relations(expression, x);
    expect(found).toHaveLength(expected.length);
    for (const [place, text] of found.entries())
      expect(text.startsWith(expected[place] ?? "?"), `${text} for ${expected[place]}`).toBe(true);
  });

  it("rounds to the digits that are asked for", async () => {
    expect(await relations("sin(x)", "1", "--digits", "4")).toEqual(["≈ 0.8415", "≈ 0.5403"]);
  });

  it("gives the loss with = only where it is all of it", async () => {
    const file = (w: string): string =>
      `given: { x: 2 }\nparameters: { w: ${w} }\nequations:\n  E: w*x^2\n`;
    expect((await gradwalk(["gradients", "-"], file("3"))).out).toMatch(/: E = 12$/m);
    expect((await gradwalk(["gradients", "-"], file("0.1"))).out).toMatch(/: E = 0\.4$/m);
    const rounded = file("3").replace("w*x^2", "sin(w)*x");
    expect((await gradwalk(["gradients", "-"], rounded)).out).toMatch(/: E ≈ 0\.28224/);
  });

  it("gives JSON the value rounded to float64, and what letters stand for", async () => {
    const argv = ["derive", "exp(-1000*x)", "--wrt", "x", "--at", "x=1", "--json"];
    const answer = JSON.parse((await gradwalk(argv)).out);
    expect(answer.value).toBe(0);
    expect(answer.derivatives.x.steps[0].with).toEqual({ u: "-1000*x" });
    expect(answer.derivatives.x.steps[1]).not.toHaveProperty("with");
  });
});
