import type { Element } from "hast";
import {
  type CheckResult,
  checkGradients,
  type Expectation,
} from "../../check/methods/check-gradients.js";
import { backpropagate } from "../../gradients/backprop/backpropagate.js";
import { type Instance, instanceKey } from "../../math/model/model.js";
import { withPrecision } from "../../math/numeric/printed-precision.js";
import type { Network } from "../../network/network.js";
import type { Diagram } from "../drawing/diagram/node.js";
import type { Language } from "../languages/index.js";
import type { Block, Highlight } from "../lesson/block.js";
import {
  adjointReference,
  type LessonContext,
  lessonContext,
  PrecisionError,
} from "../lesson/context.js";
import { expressionFormula, type Formula } from "../lesson/formula.js";
import { relationsOf, sections } from "../lesson/lesson.js";
import { withReadableThresholds } from "../lesson/readable-thresholds.js";
import { checkSection } from "../lesson/sections/check.js";
import { defaultTargets } from "../lesson/targets.js";
import { undecidedProblem } from "../lesson/undecided.js";
import { formulaTex } from "../typeset/formula-tex.js";
import type { Writer } from "./block-nodes.js";
import { drawerOf } from "./draw-network.js";
import { type Failure, judgeRelations } from "./judge-relations.js";
import { composeDocument, type ReportDocument } from "./report.js";
import { type Marker, readTemplate, type TemplatePart } from "./template.js";

export interface ReportOptions {
  /** In the order in which a page shows them, each with the template that it is written from. */
  readonly languages: readonly { readonly language: Language; readonly template: string }[];
  /** The scalars to walk; by default one weight of each layer. */
  readonly targets?: readonly Instance[];
  readonly digits: number;
}

/** A report before it is serialized. Nothing may be written while `relations.failed` is not empty. */
export interface Report {
  readonly documents: readonly ReportDocument[];
  /** The drawings by the name of the file beside the Markdown. */
  readonly drawings: ReadonlyMap<string, { readonly svg: Element; readonly alt: string }>;
  readonly relations: { readonly checked: number; readonly failed: readonly Failure[] };
}

/** Whether a marker of a template names a section that a report has. */
export const isSection = (name: string): boolean => name === "check" || sections.has(name);

/** The blocks of each marker, and how many relations they show. */
interface Lesson {
  readonly blocks: readonly (readonly Block[])[];
  readonly relations: readonly Formula[];
  readonly context: LessonContext;
  readonly check: CheckResult;
}

function lessonFor(
  parts: readonly TemplatePart[],
  context: LessonContext,
  check: CheckResult,
): Lesson {
  const progress = { shown: new Set<string>() };
  const drafts = parts.map((part) => {
    if (!("marker" in part) || part.marker.section === "check") return [];
    return sections.get(part.marker.section)?.(context, progress, part.marker) ?? [];
  });
  const relations = relationsOf(drafts.flat());
  const counted = [...relations, ...relationsOf(checkSection(context, check, 0))];
  const blocks = drafts.map((draft, place) => {
    const part = parts[place];
    const isCheck = part && "marker" in part && part.marker.section === "check";
    return isCheck ? checkSection(context, check, counted.length) : draft;
  });
  return { blocks, relations: counted, context, check };
}

/** Builds with as many digits as the printed numbers need. */
function preciseLesson(
  network: Network,
  parts: readonly TemplatePart[],
  options: ReportOptions,
): Lesson {
  const backpropagation = backpropagate(network.model);
  const check = checkGradients(backpropagation);
  const targets = options.targets ?? defaultTargets(network);
  const walked = { targets, isChosen: options.targets !== undefined };
  const kinks = new Set(
    check.gradients
      .filter(({ verdict }) => verdict === "kink")
      .map(({ instance }) => instanceKey(instance)),
  );
  const compute = (precision: number): Lesson | undefined => {
    try {
      const { digits } = options;
      const context = lessonContext(network, backpropagation, walked, digits, precision, kinks);
      return lessonFor(parts, context, check);
    } catch (error) {
      if (error instanceof PrecisionError) return undefined;
      throw error;
    }
  };
  return withPrecision(compute, () => undecidedProblem(network, backpropagation.model));
}

/** A text that is equal for markers that ask for the same. */
const markerKey = ({ section, arguments: names, options }: Marker): readonly unknown[] => [
  section,
  names,
  [...options],
];

/** The report of a network in each language, with every relation in it judged. */
export function buildReport(given: Network, options: ReportOptions): Report {
  const network = withReadableThresholds(given);
  const drawings = new Map<string, { readonly svg: Element; readonly alt: string }>();
  const lessons = new Map<string, Lesson>();
  const draw = drawerOf(network);
  const documents = options.languages.map(({ language, template }): ReportDocument => {
    const parts = readTemplate(template, isSection);
    const key = JSON.stringify(
      parts.map((part) => ("marker" in part ? markerKey(part.marker) : "")),
    );
    const lesson = lessons.get(key) ?? preciseLesson(network, parts, options);
    lessons.set(key, lesson);
    // One file for all languages: its title is in the first one.
    const keep = (diagram: Diagram): void => {
      if (!drawings.has(diagram.file)) drawings.set(diagram.file, diagram);
    };
    const writer: Writer = {
      language,
      keep,
      typesetter: { options: typesetting(network) },
      draw: (highlight: Highlight | undefined, alt: string) => {
        const diagram = draw(highlight, alt);
        keep(diagram);
        return diagram;
      },
    };
    const blocks = new Map(parts.map((part, place) => [part, lesson.blocks[place] ?? []] as const));
    return { language, root: composeDocument({ parts, blocks }, writer) };
  });
  const typesetter = { options: typesetting(network) };
  const judged = [...lessons.values()].map(({ relations, context, check }) => {
    const { checked, failed } = judgeRelations(context, relations, typesetter);
    return { checked, failed: [...failed, ...accusedGradients(check, typesetter)] };
  });
  return {
    documents,
    drawings,
    relations: {
      checked: judged.reduce((sum, { checked }) => sum + checked, 0),
      failed: judged.flatMap(({ failed }) => failed),
    },
  };
}

/** The gradients that an independent method does not confirm. */
const accusedGradients = (
  { gradients }: CheckResult,
  typesetter: Writer["typesetter"],
): readonly Failure[] =>
  gradients
    .filter(({ ok }) => !ok)
    .map(({ instance, float64, expected }) => ({
      formula: formulaTex(expressionFormula(adjointReference(instance)), typesetter),
      values: [
        `${float64} by the derivation`,
        ...(expected ? [`${expected.value} by ${judges[expected.by]}`] : []),
      ],
    }));

const judges: Readonly<Record<Expectation["by"], string>> = {
  "high-precision": "differences with many digits",
  "complex-step": "the complex step",
  "finite-difference": "differences in float64",
  conventions: "the conventions of the functions at their kinks",
};

/** How formulas of a network are set: its notation, and its own index names for sums. */
export const typesetting = ({ model, notation }: Network): Writer["typesetter"]["options"] => ({
  notation,
  axisName: (name, axis) =>
    model.quantities.get(name.startsWith("∂") ? name.slice(1) : name)?.axes[axis]?.index,
  product: "dot",
  exponential: model.quantities.has("e") ? "operator" : "power",
});
