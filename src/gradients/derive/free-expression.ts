import { placesIn } from "../../errors/place.js";
import { reference } from "../../math/algebra/constructors.js";
import { quantitiesIn } from "../../math/algebra/depends.js";
import { differentiate } from "../../math/algebra/differentiate/differentiate.js";
import {
  type Derivation,
  explainDerivative,
  lettersFor,
} from "../../math/algebra/differentiate/steps.js";
import type { Expression } from "../../math/algebra/expression.js";
import { resolveFormula } from "../../math/formula/names/resolve.js";
import { openScope } from "../../math/formula/names/scope.js";
import { parseFormula } from "../../math/formula/parse-formula.js";
import { evaluateExpression } from "../../math/numeric/ball-definition.js";
import { double } from "../../math/numeric/double.js";
import { checkDerivationLength } from "./derivation-length.js";
import { evaluateAt } from "./evaluate-at.js";
import { checkNames } from "./free-names.js";
import { type Kinks, kinksIn } from "./kinks-in.js";

/** What is asked of one expression. */
export interface DerivativeRequest {
  readonly expression: string;
  readonly wrt: readonly string[];
  /** Decimal texts by name; without them nothing is evaluated. */
  readonly at?: ReadonlyMap<string, string>;
  /** 1, or 2 for second derivatives, pure and mixed. */
  readonly order: number;
}

/** One derivative: of order 1 by one variable, of a higher order by several in turn. */
export interface FreeDerivative {
  /** `x`, or `x,y` for a mixed derivative. */
  readonly key: string;
  readonly variables: readonly string[];
  readonly derivations: readonly Derivation[];
  readonly derivative: Expression;
  readonly value?: number;
  /** The kinks that functions stand at where it was evaluated: its value is PyTorch's convention there. */
  readonly kinks: Kinks;
}

export interface FreeExpression {
  readonly text: string;
  readonly expression: Expression;
  readonly value?: number;
  readonly at?: ReadonlyMap<string, string>;
  readonly derivatives: readonly FreeDerivative[];
}

/** Reads the expression; what a name in it leaves open is an InputError. */
function read({ expression: text, wrt, at }: DerivativeRequest): Expression {
  const tree = parseFormula(text);
  const placeOf = placesIn(text);
  const scope = openScope(new Set([...wrt, ...(at?.keys() ?? [])]));
  const expression = resolveFormula({ text, tree, placeOf }, scope);
  checkNames({
    text,
    tree,
    isVariable: (name) => scope.variable(name) !== undefined,
    placeOf,
    wrt,
    at,
  });
  return expression;
}

/** The variables of each derivative of that order: pure ones under one name, mixed ones in the order given. */
function combinations(wrt: readonly string[], order: number): readonly (readonly string[])[] {
  if (order === 0) return [[]];
  return wrt.flatMap((first, place) =>
    combinations(wrt.slice(place), order - 1).map((rest) => [first, ...rest]),
  );
}

const keyOf = (variables: readonly string[]): string =>
  new Set(variables).size === 1 ? (variables[0] ?? "") : variables.join(",");

/** The kinks among all that is differentiated, each once. */
export function kinksOf(
  derivations: readonly Derivation[],
  valueAt: (argument: Expression) => number,
): Kinks {
  const found = derivations.map(({ expression, variable }) =>
    kinksIn(expression, reference(variable), valueAt),
  );
  const byName = new Map(found.flatMap(({ kinks }) => kinks.map((each) => [each.function, each])));
  const ties = new Set(found.flatMap((each) => each.ties));
  return { kinks: [...byName.values()], ties: [...ties] };
}

/** Those at a point, in float64. */
const kinksAt = (derivations: readonly Derivation[], at: ReadonlyMap<string, string>): Kinks =>
  kinksOf(derivations, (part) =>
    evaluateExpression(part, double, ({ name }) => Number(at.get(name))),
  );

/**
 * Differentiates a free expression rule by rule, and evaluates it with as many digits as its values need.
 * What cannot be read, and a point outside of the domain, is an InputError.
 */
export function deriveExpression(request: DerivativeRequest): FreeExpression {
  const expression = read(request);
  const { at, order, wrt } = request;
  const evaluate = (part: Expression): { readonly value?: number } =>
    at ? { value: evaluateAt(part, at) } : {};
  const value = evaluate(expression);
  // One letter stands for one thing in all that is derived here, and for nothing that the request names.
  const letterFor = lettersFor(
    new Set([...quantitiesIn(expression), ...wrt, ...(at?.keys() ?? [])]),
  );
  const derivatives = combinations([...new Set(wrt)], order).map((variables): FreeDerivative => {
    const derivations: Derivation[] = [];
    let derivative = expression;
    // As the rows of functions have it, which also has values where a factor ln 0 stands beside 0.
    let valued = expression;
    for (const variable of variables) {
      checkDerivationLength(derivative);
      const derivation = explainDerivative(derivative, variable, letterFor);
      derivations.push(derivation);
      derivative = derivation.derivative;
      valued =
        variables.length === 1
          ? derivative
          : differentiate(valued, { name: variable, indices: [] });
    }
    const kinks = at ? kinksAt(derivations, at) : { kinks: [], ties: [] };
    const key = keyOf(variables);
    return { key, variables, derivations, derivative, ...evaluate(valued), kinks };
  });
  return { text: request.expression, expression, ...(at && { at }), ...value, derivatives };
}
