import { add, multiply, reference } from "../../algebra/constructors.js";
import type { Expression, ReferenceNode } from "../../algebra/expression.js";
import { integerTerm } from "../../algebra/index-term.js";
import {
  type Edge,
  type Path,
  pathCount,
  pathsOf,
  type Walk,
  walkTo,
} from "../../backprop/walk.js";
import { type Instance, instanceKey } from "../../model/model.js";
import { isUsedElsewhere } from "../../model/order.js";
import type { Ball } from "../../numeric/ball.js";
import { type Block, display, heading, paragraph } from "../block.js";
import {
  adjointReference,
  instanceReference,
  type LessonContext,
  localExpression,
  localReference,
  rightSideOf,
} from "../context.js";
import { equation, expressionFormula, type Formula } from "../formula.js";
import type { Progress } from "../progress.js";
import { rulesOf } from "../rules-of.js";
import { sentence } from "../sentence.js";
import { numericLine, printed, valueLine, workedLines } from "../worked-lines.js";

/** More paths than this are not listed one by one. */
const mostPaths = 6;
/** A path with more factors than this is explained by deltas. */
const longestPath = 14;

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
    paragraph(sentence("factor", about), ...(isDirect ? [sentence("factor-direct", direct)] : [])),
    display(...workedLines(context, left, right)),
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

function pathsBlocks(context: LessonContext, walk: Walk, shown: Shown): readonly Block[] {
  const paths = pathsOf(walk, mostPaths);
  const [only] = paths;
  const left = adjointReference(walk.target);
  const target = expressionFormula(instanceReference(walk.target));
  if (!only) return [paragraph(sentence("walk-no-path", { target }))];
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

const diagram = ({ network }: LessonContext, walk: Walk): Block => ({
  kind: "diagram",
  caption: sentence("diagram-walk", { target: network.names.nameOf(walk.target) }),
  highlight: {
    target: walk.target,
    instances: walk.instances,
    edges: [...walk.edges.values()].flat(),
  },
});

const signOf = (context: LessonContext, target: Instance): number =>
  Math.sign(Number(printed(context, context.values.get(`∂${target.name}`, target.indices)).text));

/** How many instances on the way use each instance. */
function usesOf(walk: Walk): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { to } of [...walk.edges.values()].flat())
    uses.set(instanceKey(to), (uses.get(instanceKey(to)) ?? 0) + 1);
  return uses;
}

/** Whether ∂loss/∂instance was already worked out: as a delta, or as the local derivative of the loss that it is. */
function isKnown(context: LessonContext, instance: Instance, shown: Shown): boolean {
  const key = instanceKey(instance);
  if (shown.has(`delta ${key}`)) return true;
  const { loss } = context.backpropagation.forward;
  if (!shown.has(`${loss}>${key}`)) return false;
  const local = localExpression(context.backpropagation, { name: loss, indices: [] }, instance);
  return local === adjointDefinition(context, instance);
}

/** The adjoints on the way from the loss to the target, each from those before it. */
export function deltaBlocks(
  context: LessonContext,
  walk: Walk,
  shown: Shown,
  intro: "deltas-intro" | "deltas-alone",
): readonly Block[] {
  const uses = usesOf(walk);
  const known: Formula[] = [];
  const blocks: Block[] = [];
  for (const instance of walk.instances.slice(1)) {
    const left = adjointReference(instance);
    const isTarget = instance === walk.instances.at(-1);
    if (isKnown(context, instance, shown) && !isTarget) {
      known.push(valueLine(context, left));
      continue;
    }
    shown.add(`delta ${instanceKey(instance)}`);
    const { layered } = context.network;
    const isDelta = layered?.linearLayers.some(
      ({ preActivation }) => preActivation === instance.name,
    );
    const direct = localReference({ name: walk.instances[0]?.name ?? "", indices: [] }, instance);
    const about = {
      isLast: isTarget,
      delta: isDelta ? equation([left, direct]) : expressionFormula(left),
      quantity: expressionFormula(instanceReference(instance)),
      merged:
        (uses.get(instanceKey(instance)) ?? 1) > 1
          ? walk.pathsAbove.get(instanceKey(instance))
          : undefined,
    };
    blocks.push(
      paragraph(sentence("delta", about)),
      display(...workedLines(context, left, adjointDefinition(context, instance))),
    );
  }
  return [
    paragraph(
      intro === "deltas-alone"
        ? sentence("deltas-alone")
        : sentence("deltas-intro", { hasDeltas: context.network.layered !== undefined }),
      ...(known.length > 0 ? [sentence("deltas-known", { known })] : []),
    ),
    ...blocks,
  ];
}

function adjointDefinition(context: LessonContext, { name, indices }: Instance): Expression {
  const adjoint = context.backpropagation.model.quantities.get(`∂${name}`);
  if (!adjoint) throw new Error(`the loss does not depend on ${name}`);
  return rightSideOf(context, { name: adjoint.name, indices });
}

/** What the derivative says, in words. */
function meaningOf(context: LessonContext, target: Instance): Block {
  const isKink = context.kinks.has(instanceKey(target));
  return paragraph(
    sentence("walk-meaning", {
      target: expressionFormula(instanceReference(target)),
      derivative: valueLine(context, adjointReference(target)),
      sign: isKink ? "kink" : signOf(context, target),
    }),
  );
}

/**
 * The derivation of ∂loss/∂target: along every path where they are few, then by deltas. In between, where
 * `full` is false, the deltas alone.
 */
export function walkBlocks(
  context: LessonContext,
  target: Instance,
  shown: Shown,
  full: boolean,
): readonly Block[] {
  const walk = walkTo(context.backpropagation.forward, target);
  const derivative = expressionFormula(adjointReference(target));
  const title = heading(sentence("walk-heading", { derivative }));
  const count = pathCount(walk);
  const long = walk.instances.length > longestPath * Number(count < 100n ? count : 100n);
  const about = expressionFormula(instanceReference(target));
  const end = count > 0n ? [meaningOf(context, target)] : [];
  if (count > BigInt(mostPaths) || long) {
    const many = { target: about, count, limit: mostPaths };
    const intro = paragraph(
      count > BigInt(mostPaths)
        ? sentence("walk-many-paths", many)
        : sentence("walk-long", { target: about, count }),
    );
    return [
      title,
      intro,
      diagram(context, walk),
      ...deltaBlocks(context, walk, shown, "deltas-alone"),
      ...end,
    ];
  }
  if (!full && count > 0n)
    return [title, ...deltaBlocks(context, walk, shown, "deltas-alone"), ...end];
  return [
    title,
    ...pathsBlocks(context, walk, shown),
    ...end,
    ...(count > 0n ? deltaBlocks(context, walk, shown, "deltas-intro") : []),
  ];
}
