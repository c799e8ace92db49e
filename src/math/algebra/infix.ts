import { open } from "./binding.js";
import { factorList, isNumber, multiply, negate, smallInteger } from "./constructors.js";
import {
  type AddNode,
  type BracketNode,
  type CallNode,
  type DerivativeNode,
  type Expression,
  type MultiplyNode,
  onlyShown,
  type PowerNode,
  type ReductionNode,
} from "./expression.js";
import { asSpelled, functionRow } from "./functions/index.js";
import { type Index, type IndexTerm, plainIndex } from "./index-term.js";
import { decimalOfRational, type Rational } from "./rational.js";
import { type AxisName, boundName, takenNames } from "./tex/bound-name.js";
import { writeTerm } from "./tex/index-term.js";
import { scaledDecimal } from "./tex/number.js";

export interface InfixOptions {
  /** Canonical index names, which bound indices take where they are free. */
  readonly axisName?: AxisName;
  /**
   * Set where a reader shall need nothing but the text: ranges stand in sums, `sum(i=1..2, x[i])`, brackets
   * are `delta(t, 3)` and `atleast(t, 1)*atmost(t, 4)`, derivatives still to be found `diff(x[j]^2, x[s])`.
   */
  readonly explicit?: Explicit;
}

interface Explicit {
  /** Names that bound indices must not have, whether they occur in the expression or not. */
  readonly taken: ReadonlySet<string>;
  /** How the name of an index is written. */
  readonly indexName: (name: string) => string;
}

interface Scope {
  readonly explicit: Explicit | undefined;
  readonly axisName: AxisName;
  /** Names of bound indices, innermost first. */
  readonly bound: readonly string[];
  readonly taken: ReadonlySet<string>;
}

/** How tightly a text holds together: what a place needs at least, or it gets parentheses. */
const tightness = { sum: 0, product: 1, negative: 2, power: 3, atom: 4 } as const;
type Level = keyof typeof tightness;

interface Text {
  readonly text: string;
  readonly level: Level;
}

function at(least: Level, { text, level }: Text): string {
  return tightness[level] >= tightness[least] ? text : `(${text})`;
}

const longestDecimal = 24;

/** A non-negative number: its exact decimal, or a quotient of integers where that never ends. */
function numberText(value: Rational): Text {
  const scaled = scaledDecimal(value);
  if (!scaled) return { text: `${value.numerator}/${value.denominator}`, level: "product" };
  const plain = decimalOfRational(value) ?? "";
  const isShort = plain.length <= longestDecimal;
  return { text: isShort ? plain : `${scaled.digits}e${scaled.exponent}`, level: "atom" };
}

const isNegative = (expression: Expression): boolean => {
  const leading = expression.kind === "multiply" ? expression.factors[0] : expression;
  return leading !== undefined && isNumber(leading) && leading.value.numerator < 0n;
};

/** `-x y` reads as `(-x) y`, which is the same product. */
const negated = (opposite: Text): Text => ({
  text: `-${at("product", opposite)}`,
  level: "negative",
});

const indexName =
  ({ bound, explicit }: Scope) =>
  (index: Index): string => {
    const name = typeof index === "number" ? bound[index] : index;
    if (name === undefined) throw new Error("an index is bound outside of what is printed");
    return explicit?.indexName(name) ?? name.replace("'", "_");
  };

const termText = (term: IndexTerm, scope: Scope): string =>
  writeTerm(term, { name: indexName(scope), times: "*" });

/** A term after a first one: a difference reads back as the same sum, unless it is one of a sum. */
function laterTerm(term: Expression, scope: Scope): string {
  if (!isNegative(term)) return ` + ${at("product", print(term, scope))}`;
  const opposite = print(negate(term), scope);
  return opposite.level === "sum" ? ` + -(${opposite.text})` : ` - ${opposite.text}`;
}

const printSum = ({ terms: [first, ...rest] }: AddNode, scope: Scope): Text => ({
  text:
    (first ? print(first, scope).text : "") + rest.map((term) => laterTerm(term, scope)).join(""),
  level: "sum",
});

/** The n of a factor u^-n that is written as a division by u^n. */
function divisorExponent(factor: Expression): number | undefined {
  if (factor.kind !== "power") return undefined;
  const exponent = smallInteger(factor.exponent) ?? 0;
  if (exponent >= 0 || (isNumber(factor.base) && exponent !== -1)) return undefined;
  return -exponent;
}

function divisorText({ base }: PowerNode, exponent: number, scope: Scope): string {
  if (exponent === 1) return at("power", print(base, scope));
  return `${at("atom", print(base, scope))}^${exponent}`;
}

/** Factors in their order: `a/b*c` is (a/b) c. */
function printFactors(factors: readonly Expression[], scope: Scope): Text {
  const text = factors.reduce((before, factor, place) => {
    const divisor = divisorExponent(factor);
    if (factor.kind === "power" && divisor !== undefined)
      return `${before || "1"}/${divisorText(factor, divisor, scope)}`;
    const own = print(factor, scope);
    return place === 0 ? at("product", own) : `${before}*${at("power", own)}`;
  }, "");
  return { text, level: "product" };
}

const placeOf = ({ explicit }: Scope): "formula" | "stream" => (explicit ? "stream" : "formula");

/** A function that is spelled as a product, within a product: its factors stand among the others. */
function spelledFactors(factor: Expression, scope: Scope): readonly Expression[] {
  const spelled = asSpelled(factor, placeOf(scope));
  return spelled === factor ? [factor] : factorList(spelled);
}

function printMultiply(node: MultiplyNode, scope: Scope): Text {
  if (isNegative(node)) return negated(print(negate(node), scope));
  const factors = node.factors.flatMap((factor) => spelledFactors(factor, scope));
  return printFactors(factorList(multiply(...factors)), scope);
}

function printPower(node: PowerNode, scope: Scope): Text {
  if (divisorExponent(node) !== undefined) return printFactors([node], scope);
  const base = at("atom", print(node.base, scope));
  return { text: `${base}^${at("atom", print(node.exponent, scope))}`, level: "power" };
}

function printCall(node: CallNode, scope: Scope): Text {
  const spelled = asSpelled(node, placeOf(scope));
  if (spelled !== node) return print(spelled, scope);
  const { isStreamed, spelling } = functionRow(node.name);
  const name =
    typeof spelling === "string" && !(scope.explicit && isStreamed) ? spelling : node.name;
  const texts = node.arguments.map((parameter) => print(parameter, scope).text);
  return { text: `${name}(${texts.join(", ")})`, level: "atom" };
}

/** Output only: a derivative that is still to be found is no part of the formula language. */
function printDerivative({ of, wrt }: DerivativeNode, scope: Scope): Text {
  const [part, by] = [print(of, scope).text, print(wrt, scope).text];
  return { text: scope.explicit ? `diff(${part}, ${by})` : `d/d${by}(${part})`, level: "atom" };
}

function printReduction(node: ReductionNode, scope: Scope): Text {
  const name = boundName(node, scope.axisName, scope.taken);
  const inside = {
    ...scope,
    bound: [name, ...scope.bound],
    taken: new Set([...scope.taken, name]),
  };
  // The order of terms may depend on names of indices: what is set alone later must read as it does here.
  const opened = scope.explicit ? open(node, plainIndex(name)) : node.body;
  const body = print(opened, inside).text;
  const range = scope.explicit ? `=${node.lo}..${node.hi}` : "";
  return { text: `${node.name}(${indexName(inside)(0)}${range}, ${body})`, level: "atom" };
}

function explicitBracket(text: string, lo: number, hi: number): Text {
  if (lo === hi) return { text: `delta(${text}, ${lo})`, level: "atom" };
  const sides = [
    ...(lo === -Infinity ? [] : [`atleast(${text}, ${lo})`]),
    ...(hi === Infinity ? [] : [`atmost(${text}, ${hi})`]),
  ];
  return { text: sides.join("*"), level: sides.length > 1 ? "product" : "atom" };
}

function printBracket({ term, lo, hi }: BracketNode, scope: Scope): Text {
  const text = termText(term, scope);
  if (scope.explicit) return explicitBracket(text, lo, hi);
  if (lo === hi) return { text: `[${text} = ${lo}]`, level: "atom" };
  const [above, below] = [lo === -Infinity ? "" : `${lo} <= `, hi === Infinity ? "" : ` <= ${hi}`];
  return { text: `[${above}${text}${below}]`, level: "atom" };
}

/** How each kind of expression is written. */
const printers: {
  readonly [Kind in Expression["kind"]]: (
    node: Extract<Expression, { kind: Kind }>,
    scope: Scope,
  ) => Text;
} = {
  number: (node) =>
    isNegative(node)
      ? negated(numberText({ ...node.value, numerator: -node.value.numerator }))
      : numberText(node.value),
  constant: ({ name }) => ({ text: name, level: "atom" }),
  reference: ({ name, indices }, scope) => {
    const terms = indices.map((term) => termText(term, scope)).join(",");
    return { text: indices.length === 0 ? name : `${name}[${terms}]`, level: "atom" };
  },
  index: ({ term }, scope) => {
    const text = termText(term, scope);
    return { text, level: /[-+*]/.test(text) ? "sum" : "atom" };
  },
  add: printSum,
  multiply: printMultiply,
  power: printPower,
  call: printCall,
  reduction: printReduction,
  bracket: printBracket,
  derivative: printDerivative,
  fold: (node) => {
    throw onlyShown(node);
  },
};

/** The table above at the expression's own kind, which is what makes the assertion true. */
const print = (expression: Expression, scope: Scope): Text =>
  (printers[expression.kind] as (node: Expression, scope: Scope) => Text)(expression, scope);

/**
 * The text of an expression in the formula language, which reads back as the same expression:
 * `sum(i, W[j,i]*x[i]) + b[j]`. Only brackets, `[1 <= t+1 <= 4]`, cannot be read back.
 */
export const infix = (expression: Expression, options: InfixOptions = {}): string =>
  print(expression, {
    axisName: options.axisName ?? (() => undefined),
    explicit: options.explicit,
    bound: [],
    taken: new Set([...takenNames(expression), ...(options.explicit?.taken ?? [])]),
  }).text;
