import { isNumber, smallInteger } from "../constructors.js";
import type { CallNode, DerivativeNode, Expression, PowerNode } from "../expression.js";
import { functionRow, writtenForm } from "../functions/index.js";
import { isFraction } from "./number.js";
import type { Piece, Position, Scope } from "./options.js";
import { enclosed, isTall } from "./parentheses.js";
import { printProduct } from "./product.js";

const startOf = (expression: Expression, scope: Scope): string =>
  scope.print(expression, scope, "start").tex;

/** A derivative that is still to be found: `\frac{d}{d x}\left(x^{2}\right)`. */
export function printDerivative({ of, wrt }: DerivativeNode, scope: Scope): Piece {
  const by = startOf(wrt, scope);
  return { tex: `\\frac{d}{d ${by}}\\left(${startOf(of, scope)}\\right)`, level: "factor" };
}

/** A function applied. `exponent` is put on the operator's name, if it has one. */
export function printCall(node: CallNode, scope: Scope, exponent = ""): Piece {
  const { name, arguments: parameters } = node;
  const { tex } = functionRow(name);
  if (tex.kind === "definition") {
    const written = writtenForm(name, parameters);
    if (!written) throw new Error(`${name} is set as its definition and has none`);
    return scope.print(written, scope, "start");
  }
  const texts = parameters.map((parameter) => startOf(parameter, scope));
  if (tex.kind === "operator")
    return { tex: `${tex.tex}${exponent}\\left(${texts.join(", ")}\\right)`, level: "factor" };
  const isGrown =
    texts.some(isTall) || (name === "exp" && scope.options.exponential === "operator");
  const template = isGrown ? (tex.tall ?? tex.tex) : tex.tex;
  return {
    tex: template.replace(/#(\d)/g, (_, place) => texts[place - 1] ?? ""),
    level: tex.closed ? "atom" : "factor",
  };
}

/** Exponents are small: fractions in them get a slash. */
function exponentTex(exponent: Expression, scope: Scope): string {
  if (!isNumber(exponent) || !isFraction(exponent.value)) return startOf(exponent, scope);
  return `${exponent.value.numerator}/${exponent.value.denominator}`;
}

/** Powers of functions read as in textbooks: `\sin^{2}\left(x\right)`. */
function printFunctionPower({ base, exponent }: PowerNode, scope: Scope): Piece | undefined {
  if (base.kind !== "call" || (smallInteger(exponent) ?? 0) < 2) return undefined;
  const { tex } = functionRow(base.name);
  if (tex.kind !== "operator" || !/^\\[a-z]+$/.test(tex.tex)) return undefined;
  return printCall(base, scope, `^{${exponentTex(exponent, scope)}}`);
}

export function printPower(node: PowerNode, scope: Scope, position: Position): Piece {
  if ((smallInteger(node.exponent) ?? 0) < 0) return printProduct(node, scope, position);
  const ofFunction = printFunctionPower(node, scope);
  if (ofFunction) return ofFunction;
  const base = scope.print(node.base, scope, "start");
  const { tex } = base.level === "atom" && !base.minus ? base : enclosed(base);
  return { tex: `${tex}^{${exponentTex(node.exponent, scope)}}`, level: "factor" };
}
