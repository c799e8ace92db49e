import { count } from "../../errors/count.js";
import { type Reading, report, reportAt } from "./reading.js";
import type { Source } from "./source.js";
import type { Tensor } from "./spec.js";
import { tensorReader } from "./tensor.js";

/** What is known of a network when its targets are read; undefined where the file hides it. */
export interface TargetContext {
  readonly inputs: Tensor | undefined;
  readonly width: number | undefined;
  /** Whether the loss takes class indices. */
  readonly takesClasses: boolean;
}

export interface Targets {
  readonly targets: Tensor;
  readonly targetKind: "values" | "classes";
}

/** Reads the targets, and notes where they do not fit the inputs, the outputs or the loss. */
export function readTargets(
  reading: Reading,
  source: Source,
  context: TargetContext,
): Targets | undefined {
  const targets = tensorReader("`targets`")(reading, source);
  const { inputs, takesClasses } = context;
  if (!targets || !inputs) return undefined;
  const missing = inputs.shape.length - targets.shape.length;
  const areClasses = missing === 1 && takesClasses;
  if (missing !== 0 && !areClasses) return reportRank(reading, source, context);
  checkSamples(reading, inputs, targets);
  if (areClasses) {
    checkClasses(reading, targets, context.width);
    return { targets, targetKind: "classes" };
  }
  checkWidth(reading, targets, context.width);
  return { targets, targetKind: "values" };
}

function reportRank(
  reading: Reading,
  source: Source,
  { inputs, takesClasses }: TargetContext,
): undefined {
  const sampled = inputs?.shape.length === 2;
  const values = sampled ? "a list of numbers for each sample" : "a list of numbers";
  const classes = sampled ? ", or a list of class indices" : ", or a class index";
  return report(reading, source, {
    code: "invalid-shape",
    message: `\`targets\` do not have the form of the inputs, expected ${values}${takesClasses ? classes : ""}`,
    help: sampled
      ? "write `[[0], [1]]` for two samples with one output"
      : "write `[0.5]` for one output",
  });
}

function checkSamples(reading: Reading, inputs: Tensor, targets: Tensor): void {
  const [samples = 0] = inputs.shape;
  const [given = 0] = targets.shape;
  if (inputs.shape.length !== 2 || given === samples) return;
  reportAt(reading, targets.place, {
    code: "sample-mismatch",
    message: `\`targets\` have ${count(given, "sample")}, but the inputs have ${samples}`,
  });
}

function checkWidth(reading: Reading, targets: Tensor, width: number | undefined): void {
  const given = targets.shape.at(-1);
  if (width === undefined || given === width) return;
  reportAt(reading, targets.place, {
    code: "width-mismatch",
    message: `each sample of the targets has ${count(given ?? 0, "number")}, but the network has ${count(width, "output")}`,
  });
}

function checkClasses(reading: Reading, targets: Tensor, width: number | undefined): void {
  const wrong = targets.decimals.find(
    (decimal) => !/^\d+$/.test(decimal) || (width !== undefined && Number(decimal) >= width),
  );
  if (wrong === undefined) return;
  reportAt(reading, targets.place, {
    code: "invalid-class",
    message: `\`targets\` have the class index \`${wrong}\`, expected an integer from 0${width === undefined ? "" : ` to ${width - 1}`}`,
  });
}
