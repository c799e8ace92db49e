import { freeIndices, open } from "../binding.js";
import { factorList, multiply } from "../constructors.js";
import { type CallNode, type Expression, onlyShown, type ReductionNode } from "../expression.js";
import { writtenForm } from "../functions/index.js";
import { plainIndex } from "../index-term.js";
import { boundName } from "../tex/bound-name.js";
import { broadcast, constantMatrix, multiplyElements, numberMatrix, sumMatrices } from "./build.js";
import { contractSides, dropSingle, singleSides } from "./contract.js";
import { type MatrixNode, NoMatrixForm, type Side } from "./node.js";
import { type MatrixScope, referenceForm, sideOf } from "./reference.js";
import { isScalar, type Layout, layoutOf, longSides } from "./side.js";

/** An expression as a matrix (or vector, or scalar) with one side for each of its free indices. */
export function formOf(expression: Expression, scope: MatrixScope): MatrixNode {
  switch (expression.kind) {
    case "number":
      return numberMatrix(expression.value);
    case "constant":
      return constantMatrix(expression.name);
    case "reference":
      return referenceForm(expression, scope);
    case "index":
      throw new NoMatrixForm({ code: "index-as-number", term: expression.term });
    case "derivative":
    case "fold":
      throw onlyShown(expression);
    case "bracket":
      throw new NoMatrixForm({ code: "guard", bracket: expression });
    case "add":
      return addForms(
        expression.terms.map((term) => formOf(term, scope)),
        scope,
      );
    case "multiply":
    case "reduction":
      return productForm([expression], [], scope);
    case "power":
      return powerForm(expression.base, expression.exponent, scope);
    case "call":
      return callForm(expression, scope);
  }
}

/** The matrices in one layout; scalars stay scalars if they may. */
function aligned(
  nodes: readonly MatrixNode[],
  scope: MatrixScope,
  scalars: "repeated" | "kept",
): readonly [readonly MatrixNode[], Layout] {
  const hasSingle = (node: MatrixNode): boolean => longSides(node).some(({ single }) => single);
  const together = nodes.every((node) => isScalar(node) || hasSingle(node));
  const bare = together ? nodes : nodes.map(dropSingle);
  const layout = layoutOf(bare, scope.order);
  const keep = (node: MatrixNode): boolean => scalars === "kept" && isScalar(node);
  return [bare.map((node) => (keep(node) ? node : broadcast(node, layout))), layout];
}

function addForms(terms: readonly MatrixNode[], scope: MatrixScope): MatrixNode {
  const [summands] = aligned(terms, scope, "repeated");
  return sumMatrices(...summands);
}

function powerForm(base: Expression, exponent: Expression, scope: MatrixScope): MatrixNode {
  const forms = [formOf(base, scope), formOf(exponent, scope)];
  const [[down, up], layout] = aligned(forms, scope, "kept");
  if (!down || !up) throw new Error("a power lost its base or its exponent");
  return { kind: "power", ...layout, base: down, exponent: up };
}

function callForm({ name, arguments: parameters }: CallNode, scope: MatrixScope): MatrixNode {
  const written = writtenForm(name, parameters);
  if (written) return formOf(written, scope);
  const forms = parameters.map((parameter) => formOf(parameter, scope));
  const [values, layout] = aligned(forms, scope, "kept");
  return { kind: "call", ...layout, name, arguments: values };
}

/** The factors of a product with the sums among them taken apart, and the indices that these sums contract. */
interface Contraction {
  readonly factors: readonly Expression[];
  readonly contracted: readonly Side[];
  readonly scope: MatrixScope;
}

/** A sum without its sign: the summand, with a name for the index, and what is known inside. */
function openSum(node: ReductionNode, scope: MatrixScope) {
  if (node.name !== "sum") throw new NoMatrixForm({ code: "reduction", name: node.name });
  const axisName = (quantity: string, axis: number) => scope.axesOf(quantity)[axis]?.index;
  const index = boundName(node, axisName, scope.taken);
  const inside: MatrixScope = {
    ...scope,
    ranges: new Map(scope.ranges).set(index, { lo: node.lo, hi: node.hi }),
    taken: new Set(scope.taken).add(index),
  };
  return { summand: open(node, plainIndex(index)), side: sideOf(index, inside), inside };
}

function takeApart(pending: readonly Expression[], outer: MatrixScope): Contraction {
  let scope = outer;
  const factors: Expression[] = [];
  const contracted: Side[] = [];
  const stack = [...pending].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.kind === "multiply") stack.push(...[...next.factors].reverse());
    else if (next.kind !== "reduction") factors.push(next);
    else {
      const { summand, side, inside } = openSum(next, scope);
      scope = inside;
      contracted.push(side);
      stack.push(summand);
    }
  }
  return { factors, contracted, scope };
}

/** Whether a sum has more indices than a matrix has sides, so that its terms must be summed one by one. */
function isTooWide(factor: Expression, { batch }: MatrixScope): boolean {
  const indices = [...freeIndices(factor)].filter((index) => index !== batch);
  return factor.kind === "add" && indices.length > 2;
}

/** Σ over the contracted indices of a product. */
function productForm(
  multiplicands: readonly Expression[],
  around: readonly Side[],
  outer: MatrixScope,
): MatrixNode {
  const { factors, contracted: inner, scope } = takeApart(multiplicands, outer);
  const contracted = [...around, ...inner];
  const wide = factors.find((factor) => isTooWide(factor, scope));
  if (wide?.kind === "add" && contracted.length > 0) {
    const others = factors.filter((factor) => factor !== wide);
    const terms = wide.terms.map((term) =>
      productForm(factorList(multiply(...others, term)), contracted, scope),
    );
    return addForms(terms, outer);
  }
  const forms = factors.map((factor) => formOf(factor, scope));
  const summed = contractSides(forms, [...contracted, ...singleSides(forms)]);
  return multiplyElements(summed, layoutOf(summed, outer.order));
}
