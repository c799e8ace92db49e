import { rebuild, replaceParts } from "../binding.js";
import { collect } from "../collect.js";
import { derivativeOf, multiply, reference } from "../constructors.js";
import { dependsOn, quantitiesIn } from "../depends.js";
import { type Expression, partsOf } from "../expression.js";
import { asSpelled } from "../functions/index.js";
import type { Context, Rule, RuleName } from "./rule.js";
import { ruleFor, rulesWithQuotient } from "./rules.js";

/** One step of a derivation: a rule turns `before` into `after`; derivatives still to be found are marked. */
export interface Step {
  readonly rule: RuleName | "collect";
  readonly before: Expression;
  readonly after: Expression;
  /** The new name that a chain rule step gives to the inner function. */
  readonly substitution?: { readonly name: string; readonly inner: Expression };
}

/** A derivative by a scalar with the steps that lead to it, in the order in which a person takes them. */
export interface Derivation {
  readonly expression: Expression;
  readonly variable: string;
  readonly derivative: Expression;
  readonly steps: readonly Step[];
}

/** Names for inner functions: u, v, w, …, then u_1, u_2, … */
function* innerNames(): Generator<string, never> {
  yield* ["u", "v", "w", "s", "q", "r"];
  for (let count = 1; ; count++) yield `u_${count}`;
}

/** Names for inner functions, each for one of them: none that is taken, and for one function always the same. */
export function lettersFor(taken: ReadonlySet<string>): (inner: Expression) => string {
  const source = innerNames();
  const names = new Map<Expression, string>();
  return (inner) => {
    let name = names.get(inner);
    while (name === undefined) {
      const { value } = source.next();
      if (!taken.has(value)) name = value;
    }
    names.set(inner, name);
    return name;
  };
}

/** The inner function of a composition f(g(x)): the one part that depends on x, unless it is x itself. */
function innerOf(expression: Expression, rule: RuleName, variable: string): Expression | undefined {
  const composes = rule === "power" || rule === "exponential" || rule.startsWith("function:");
  if (!composes) return undefined;
  const [inner, ...others] = partsOf(expression).filter((part) => dependsOn(part, variable));
  return inner && others.length === 0 && inner !== reference(variable) ? inner : undefined;
}

const isTrivial = (expression: Expression, variable: string): boolean =>
  !dependsOn(expression, variable) || expression === reference(variable);

/** What pages write as an expression is taken apart as that expression: x^y ln x as a product. */
function spelledOut(expression: Expression): Expression {
  const spelled = asSpelled(expression, "formula");
  return spelled === expression
    ? rebuild(expression, spelledOut, (term) => term)
    : spelledOut(spelled);
}

/**
 * Takes an expression apart by the rules of differentiation and puts the derivative together again. Every
 * step stands alone; the derivatives of constants and of the variable itself are filled in at once. Derivations
 * that are read together share their letters for inner functions.
 */
export function explainDerivative(
  given: Expression,
  variable: string,
  letterFor: (inner: Expression) => string = lettersFor(
    new Set([...quantitiesIn(given), variable]),
  ),
): Derivation {
  const expression = spelledOut(given);
  const steps: Step[] = [];
  const done = new Map<Expression, Expression>();
  const x = reference(variable);

  const contextFor = (by: string, derivative: (part: Expression) => Expression): Context => ({
    variable: { name: by, indices: [] },
    depends: (part) => dependsOn(part, by),
    derivative,
  });
  const finish = contextFor(variable, (part) => done.get(part) ?? explain(part));
  const show = (rule: Rule, part: Expression, by: string): Expression => {
    const marked = contextFor(by, (inner) =>
      isTrivial(inner, by)
        ? ruleFor(rulesWithQuotient, inner, marked).derive(inner, marked)
        : derivativeOf(inner, reference(by)),
    );
    return rule.derive(part, marked);
  };

  const showChain = (rule: Rule, name: RuleName, part: Expression, inner: Expression): void => {
    const freeName = letterFor(inner);
    const u = reference(freeName);
    const outer = replaceParts(part, new Map([[inner, u]]));
    steps.push({
      rule: "chain",
      before: derivativeOf(part, x),
      after: multiply(derivativeOf(outer, u), derivativeOf(inner, x)),
      substitution: { name: freeName, inner },
    });
    steps.push({
      rule: name,
      before: derivativeOf(outer, u),
      after: show(rule, outer, freeName),
    });
  };

  function explain(part: Expression): Expression {
    const rule = ruleFor(rulesWithQuotient, part, finish);
    const name = rule.name(part);
    const trivial = isTrivial(part, variable) && part !== expression;
    const inner = innerOf(part, name, variable);
    if (inner) showChain(rule, name, part, inner);
    else if (!trivial)
      steps.push({
        rule: name,
        before: derivativeOf(part, x),
        after: show(rule, part, variable),
      });
    const result = rule.derive(part, finish);
    done.set(part, result);
    return result;
  }

  const found = explain(expression);
  const derivative = collect(expression === given ? found : spelledOut(found));
  if (steps.length > 1 || steps[0]?.after !== derivative)
    steps.push({
      rule: "collect",
      before: derivativeOf(expression, x),
      after: derivative,
    });
  return { expression, variable, derivative, steps };
}
