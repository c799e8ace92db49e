import type { Root } from "mdast";
import { judgeFreeEquation } from "../../check/relations/judge-free.js";
import type { FreeExpression } from "../../gradients/derive/free-expression.js";
import { symbols } from "../../math/algebra/tex/index.js";
import { judgePrinted } from "../../math/numeric/printed-judge.js";
import { withPrecision } from "../../math/numeric/printed-precision.js";
import type { Language } from "../languages/index.js";
import type { Block } from "../lesson/block.js";
import { PrecisionError } from "../lesson/context.js";
import type { Formula } from "../lesson/formula.js";
import { relationsOf } from "../lesson/lesson.js";
import { derivationSection } from "../lesson/sections/derivation.js";
import { formulaTex, type Typesetter } from "../typeset/formula-tex.js";
import { blockNodes } from "./block-nodes.js";
import type { Report } from "./build-report.js";
import type { Failure } from "./judge-relations.js";

function preciseBlocks(free: FreeExpression, digits: number): readonly Block[] {
  return withPrecision((precision) => {
    try {
      return derivationSection(free, digits, precision);
    } catch (error) {
      if (error instanceof PrecisionError) return undefined;
      throw error;
    }
  });
}

/** What is wrong with one relation of a derivation, or undefined where it holds. */
function fault(formula: Formula, { at }: FreeExpression): readonly string[] | undefined {
  if (formula.kind === "numeric")
    return judgePrinted(formula.relation) ? undefined : [formula.relation.result.text];
  if (formula.kind !== "equation") return undefined;
  const result = judgeFreeEquation(formula.sides, at);
  return result.ok ? undefined : result.values.map(String);
}

/** A free expression explained rule by rule, as a document in each language, with every relation judged. */
export function buildDerivation(
  free: FreeExpression,
  { languages, digits }: { readonly languages: readonly Language[]; readonly digits: number },
): Report {
  const typesetter: Typesetter = { options: { notation: symbols, product: "dot" } };
  const blocks = preciseBlocks(free, digits);
  const relations = relationsOf(blocks);
  const failed = relations.flatMap((formula): readonly Failure[] => {
    const values = fault(formula, free);
    return values ? [{ formula: formulaTex(formula, typesetter), values }] : [];
  });
  const documents = languages.map((language) => {
    const writer = {
      language,
      typesetter,
      keep: () => {},
      draw: () => {
        throw new Error("a derivation has no drawing");
      },
    };
    return { language, root: { type: "root", children: blockNodes(blocks, writer) } as Root };
  });
  return { documents, drawings: new Map(), relations: { checked: relations.length, failed } };
}
