import { InputError } from "../../../errors/problem.js";
import { quote } from "../../../errors/quote.js";
import { type Instance, instanceKey } from "../../../math/model/model.js";
import type { Block } from "../block.js";
import type { LessonContext } from "../context.js";
import type { Progress } from "../progress.js";
import type { SectionRequest } from "../request.js";
import { adjointBlocks } from "./formulas.js";
import { walkBlocks } from "./walk.js";

/** The ways in which a derivative can be shown, by the name that `form=` takes. */
const forms = {
  /** Along every path, then by deltas. */
  paths: (context: LessonContext, { shown }: Progress, target: Instance) =>
    walkBlocks(context, target, shown, true),
  /** By deltas alone. */
  deltas: (context: LessonContext, { shown }: Progress, target: Instance) =>
    walkBlocks(context, target, shown, false),
  /** The formula for all indices, with its matrix form. */
  index: (context: LessonContext, _: Progress, { name }: Instance) => generalBlocks(context, name),
  matrix: (context: LessonContext, _: Progress, { name }: Instance) => generalBlocks(context, name),
} as const;

function generalBlocks(context: LessonContext, name: string): readonly Block[] {
  const adjoint = context.backpropagation.adjoints.get(name);
  return adjoint ? adjointBlocks(context, adjoint) : [];
}

const isForm = (name: string): name is keyof typeof forms => Object.hasOwn(forms, name);

function formOf({ options, place }: SectionRequest): keyof typeof forms | undefined {
  const name = options.get("form");
  if (name === undefined || isForm(name)) return name;
  throw new InputError({
    code: "unknown-form",
    message: `cannot derive in the form ${quote(name)}, expected one of ${Object.keys(forms).map(quote).join(", ")}`,
    place,
  });
}

function targetOf({ network }: LessonContext, name: string, { place }: SectionRequest): Instance {
  const [target] = network.names.find(name)?.instances ?? [];
  if (target) return target;
  throw new InputError({
    code: "unknown-quantity",
    message: `the network has no quantity ${quote(name)}`,
    place,
  });
}

/** Whether a default target is a weight of a layer between the first and the last one. */
const isBetween = (
  { network: { layered }, isChosen }: LessonContext,
  { name }: Instance,
): boolean =>
  !isChosen && (layered?.linearLayers.slice(1, -1).some(({ weight }) => weight === name) ?? false);

/**
 * The derivation of the named scalars, or of those chosen for the document: of the first and the last layer in
 * full, one delta step for each layer between.
 */
export function deriveSection(
  context: LessonContext,
  progress: Progress,
  request: SectionRequest,
): readonly Block[] {
  const form = formOf(request);
  const named = request.arguments.map((name) => targetOf(context, name, request));
  const targets = named.length > 0 ? named : context.targets;
  const distinct = new Map(targets.map((target) => [instanceKey(target), target] as const));
  return [...distinct.values()].flatMap((target) => {
    const usual = named.length === 0 && isBetween(context, target) ? "deltas" : "paths";
    return forms[form ?? usual](context, progress, target);
  });
}
