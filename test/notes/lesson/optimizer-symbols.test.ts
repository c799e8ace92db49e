import { describe, expect, it } from "vitest";
import { optimizerSymbol } from "../../../src/notes/lesson/optimizer-symbols.js";
import { networkOf, projectFile } from "../../support/read.js";

/** The names under which symbols appear on the pages of a network. */
const namesFor = (text: string, symbols: string): string => {
  const network = networkOf(text);
  return symbols
    .split(" ")
    .map((symbol) => {
      const node = optimizerSymbol(network, symbol);
      return node.kind === "reference" ? node.name : node.kind;
    })
    .join(" ");
};

const article = (optimizer: string): string =>
  projectFile("examples/article.yaml").replace(/optimizer.*/, `optimizer: ${optimizer}`);

describe("the letters of an optimizer's formulas", () => {
  it("are the usual ones where they are free", () => {
    const text = "parameters: { a: 1 }\nequations: { E: a^2 }\noptimizer: adam";
    const symbols = "g t eta m v m_hat v_hat beta_1 beta_2 epsilon";
    expect(namesFor(text, symbols)).toBe(symbols);
    expect(namesFor(text, "w")).toBe("theta");
  });

  it.each([
    ["adam", "m m_hat v t", "s s_hat v n"],
    ["{ rmsprop: { centered: true, momentum: 0.9 } }", "v m q u", "v s zeta u"],
    ["adagrad", "s", "s"],
    ["{ sgd: { lr: 1, momentum: 0.5 } }", "v mu eta", "v mu eta"],
  ])(
    "make room for the outputs m, the targets t and the indices of the article: %s",
    (optimizer, symbols, names) => {
      expect(namesFor(article(optimizer), symbols)).toBe(names);
    },
  );

  it("are never those of a quantity, and never twice the same", () => {
    const used = ["theta", "omega", "g", "t", "n", "eta", "m", "v", "s", "r", "beta", "rho"];
    const text = `parameters: { ${used.map((name) => `${name}: 1`).join(", ")} }
equations: { E: ${used.join("+")} }
optimizer: { adamw: { amsgrad: true } }`;
    const names = namesFor(text, "w g t eta m v beta_1 epsilon lambda u").split(" ");
    expect(names.filter((name) => used.includes(name.split("_")[0] ?? ""))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});
