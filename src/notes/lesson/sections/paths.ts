import { type Edge, type Path, pathsOf, type Walk } from "../../../gradients/backprop/walk.js";
import { add, multiply, reference } from "../../../math/algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../../math/algebra/expression.js";
import { integerTerm } from "../../../math/algebra/index-term.js";
import { type Instance, instanceKey } from "../../../math/model/model.js";
import { isUsedElsewhere } from "../../../math/model/order.js";
import type { Ball } from "../../../math/numeric/ball.js";
import { type Block, display, paragraph } from "../block.js";
import {
  adjointReference,
  instanceReference,
  type LessonContext,
  localExpression,
  localReference,
} from "../context.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import type { Progress } from "../progress.js";
import { rulesOf } from "../rules-of.js";
import { sentence } from "../sentence.js";
import { workedBlocks } from "../worked-blocks.js";
import { numericLine, valueLine } from "../worked-lines.js";
import { kinkSentences } from "./kinks.js";

/** More paths than this are not listed one by one. */
export const mostPaths = 6;

type Shown = Progress["shown"];

const edgeKey = ({ from, to }: Edge): string => `${instanceKey(from)}>${instanceKey(to)}`;

const pathFormula = (path: Path, target: Instance): Formula => ({
  kind: "path",
  instances: [...path.map(({ from }) => from), target].map(instanceReference),
});

const productOf = (path: Path): Expression =>
  multiply(...path.map(({ from, to }) => localReference(from, to)));

/** One factor of a path: the local derivative with its rules, the formula and the value; a known one only by value. */
function factorBlocks(context: LessonContext, edge: Edge, shown: Shown): readonly Block[] {
  const left = localReference(edge.from, edge.to);
  if (shown.has(edgeKey(edge))) {
    const known = { derivative: expressionFormula(left), value: valueLine(context, left) };
    return [paragraph(sentence("factor-known", known))];
  }
  shown.add(edgeKey(edge));
  const right = localExpression(context.backpropagation, edge.from, edge.to);
  const about = {
    derivative: expressionFormula(left),
    from: expressionFormula(instanceReference(edge.from)),
    to: expressionFormula(instanceReference(edge.to)),
    rules: rulesOf(context, edge.from, edge.to),
  };
  const isDirect =
    edge.from.name === context.backpropagation.forward.loss &&
    isUsedElsewhere(context.backpropagation.forward, edge.to.name);
  const direct = { derivative: about.derivative, quantity: about.to };
  return [
    paragraph(
      sentence("factor", about),
      ...(isDirect ? [sentence("factor-direct", direct)] : []),
      ...kinkSentences(context, edge),
    ),
    ...workedBlocks(context, left, right),
  ];
}

const pathSymbol = (place: number): Expression => reference("path", [integerTerm(place + 1)]);

/** The value of one path, from the values of its factors. */
const pathValue = (context: LessonContext, path: Path): Ball =>
  context.values.evaluateExpression(
    multiply(...path.map(({ from, to }) => localExpression(context.backpropagation, from, to))),
  );

function pathBlocks(
  context: LessonContext,
  path: Path,
  target: Instance,
  place: number | undefined,
  shown: Shown,
): readonly Block[] {
  const product = productOf(path);
  const line = numericLine(context, product, pathValue(context, path));
  const left = place === undefined ? [equation([adjointReference(target), product])] : [];
  const value = place === undefined ? [valueLine(context, adjointReference(target))] : [];
  return [
    paragraph(sentence("walk-factors")),
    ...path.flatMap((edge) => factorBlocks(context, edge, shown)),
    paragraph(sentence("walk-product", { number: place })),
    display(
      ...(left.length > 0 ? left : [expressionFormula(product)]),
      ...(line ? [line] : []),
      ...value,
    ),
  ];
}

/** The sum over several paths, from the value of each. */
function sumBlocks(context: LessonContext, paths: readonly Path[], target: Instance): Block[] {
  const values = paths.map((path) => pathValue(context, path));
  const left = adjointReference(target);
  const total = context.ballFor(left as ReferenceNode);
  const ballFor = (node: ReferenceNode): Ball => {
    const value = values[(node.indices[0]?.constant ?? 0) - 1];
    if (!value) throw new Error("a path without a value");
    return value;
  };
  const line = numericLine(
    context,
    add(...paths.map((_, place) => pathSymbol(place))),
    total,
    ballFor,
  );
  return [
    paragraph(sentence("walk-sum", { count: paths.length })),
    display(...(line ? [line] : []), valueLine(context, left)),
  ];
}

export function pathsBlocks(context: LessonContext, walk: Walk, shown: Shown): readonly Block[] {
  const paths = pathsOf(walk, mostPaths);
  const [only] = paths;
  const left = adjointReference(walk.target);
  const target = expressionFormula(instanceReference(walk.target));
  if (!only) {
    const isFlat = context.backpropagation.adjoints.has(walk.target.name);
    return [paragraph(sentence(isFlat ? "walk-flat" : "walk-no-path", { target }))];
  }
  if (paths.length === 1)
    return [
      paragraph(sentence("walk-one-path", { target, path: pathFormula(only, walk.target) })),
      diagram(context, walk),
      display(equation([left, productOf(only)])),
      ...pathBlocks(context, only, walk.target, undefined, shown),
    ];
  return [
    paragraph(sentence("walk-paths", { target, count: paths.length })),
    diagram(context, walk),
    paragraph(sentence("walk-chain")),
    display(equation([left, add(...paths.map(productOf))])),
    ...paths.flatMap((path, place) => [
      paragraph(
        sentence("walk-path-item", { number: place + 1, path: pathFormula(path, walk.target) }),
      ),
      ...pathBlocks(context, path, walk.target, place + 1, shown),
    ]),
    ...sumBlocks(context, paths, walk.target),
  ];
}

export const diagram = ({ network }: LessonContext, walk: Walk): Block => ({
  kind: "diagram",
  caption: sentence("diagram-walk", { target: network.names.nameOf(walk.target) }),
  highlight: {
    target: walk.target,
    instances: walk.instances,
    edges: [...walk.edges.values()].flat(),
  },
});
