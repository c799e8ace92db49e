import { diagnosisLanguages } from "../languages/mistakes.js";
import { type Cause, type Diagnosis, diagnose } from "../mistakes/diagnose.js";
import { displayName, printable, tell } from "./failure.js";
import { toJson } from "./json.js";
import { readNetwork } from "./read-network.js";
import type { Terminal } from "./terminal.js";
import { unknownWord } from "./usage.js";

export interface DiagnoseOptions {
  readonly json: boolean;
  readonly lang: string;
  readonly terminal: Terminal;
}

type Speech = (typeof diagnosisLanguages)[string];

function speechOf(code: string): Speech {
  const speech = diagnosisLanguages[code];
  if (!speech) throw unknownWord("language", code, Object.keys(diagnosisLanguages));
  return speech;
}

const explanationOf = ({ row, which }: Cause, { mistakes }: Speech): string => mistakes[row](which);

/** A diagnosis as data; what there is not is null. */
const diagnosisJson = (
  file: string,
  { answers, causes, tellApart }: Diagnosis,
  speech: Speech,
) => ({
  file,
  answers,
  causes: causes.map((cause) => ({
    id: cause.id,
    explanation: explanationOf(cause, speech),
    where: cause.where ?? null,
    values: cause.values,
    partial: cause.partial,
  })),
  tellApart: tellApart ?? null,
});

const shown = (value: number): string => String(Number(value.toPrecision(10)));

function causeLines(cause: Cause, speech: Speech): readonly string[] {
  const { words } = speech;
  return [
    `- ${cause.id}: ${explanationOf(cause, speech)}`,
    ...(cause.where === undefined ? [] : [`  ${words.where(cause.where)}`]),
    ...(cause.partial ? [`  ${words.partial}`] : []),
  ];
}

function diagnosisText({ answers, causes, tellApart }: Diagnosis, speech: Speech): string {
  const { words } = speech;
  const answerLines = [...answers].map(
    ([name, { given, correct, right }]) =>
      `${printable(name)} = ${given}  ${right ? words.right : words.shouldBe(shown(correct))}`,
  );
  if ([...answers.values()].every(({ right }) => right))
    return [...answerLines, "", words.allRight].join("\n");
  if (causes.length === 0) return [...answerLines, "", words.nothing].join("\n");
  return [
    ...answerLines,
    "",
    words.causes(causes.length),
    ...causes.flatMap((cause) => causeLines(cause, speech)),
    ...(tellApart
      ? [
          "",
          words.tellApart(tellApart.name),
          ...[...tellApart.values].map(([id, value]) => `  ${shown(value)}  ${id}`),
        ]
      : []),
  ].join("\n");
}

/** `diagnose FILE NAME=VALUE…`: which known mistakes lead to these numbers; 1 where one of them is wrong. */
export async function diagnoseCommand(
  file: string,
  answers: readonly string[],
  { json, lang, terminal }: DiagnoseOptions,
): Promise<number> {
  try {
    const speech = speechOf(lang);
    const diagnosis = diagnose(await readNetwork(file, terminal), answers);
    terminal.data(
      json ? toJson(diagnosisJson(file, diagnosis, speech)) : diagnosisText(diagnosis, speech),
    );
    return [...diagnosis.answers.values()].every(({ right }) => right) ? 0 : 1;
  } catch (thrown) {
    const error = tell(terminal, displayName(file), thrown);
    if (json) terminal.data(toJson({ file, error }));
    return 2;
  }
}
