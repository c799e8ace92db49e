import type { Equation, EquationFile, Formula } from "./language.js";

/** The same file with keys, equations, addends and factors the other way round, which changes nothing. */
export const permuted = (file: EquationFile): EquationFile => ({
  ...file,
  sizes: reversed(file.sizes),
  given: reversed(file.given),
  parameters: reversed(file.parameters),
  equations: file.equations
    .map((equation): Equation => ({ ...equation, right: turned(equation.right) }))
    .reverse(),
});

const reversed = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
  new Map([...map].reverse());

function turned(formula: Formula): Formula {
  switch (formula.kind) {
    case "add":
      return { ...formula, terms: formula.terms.map(turned).reverse() };
    case "binary": {
      const [left, right] = [turned(formula.left), turned(formula.right)];
      return formula.operator === "*"
        ? { ...formula, left: right, right: left }
        : { ...formula, left, right };
    }
    case "call":
      return { ...formula, arguments: formula.arguments.map(turned) };
    case "reduce":
      return { ...formula, body: turned(formula.body) };
    default:
      return formula;
  }
}
