import { Argument, Option } from "commander";
import { type Cause, type Diagnosis, diagnose } from "../../diagnosis/diagnose.js";
import { diagnosisLanguages } from "../../notes/languages/mistakes.js";
import type { CommandRow } from "../command.js";
import { eachFile } from "../each-file.js";
import { printable } from "../failure.js";
import { toJson } from "../json.js";
import { fileArgument, jsonOption } from "../options.js";
import { readNetwork } from "../read-network.js";
import { unknownWord } from "../usage.js";

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
  answers: new Map(
    [...answers].map(([name, { given, correct, right }]) => [
      name,
      { given: Number.isFinite(given) ? given : String(given), correct, right },
    ]),
  ),
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
    ([name, { givenText, correctText, right }]) =>
      `${printable(name)} = ${givenText}  ${right ? words.right : words.shouldBe(correctText)}`,
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

interface Given {
  readonly file: string;
  readonly answers: readonly string[];
  readonly lang: string;
  readonly json?: boolean;
}

/** `diagnose FILE NAME=VALUE…`: which known mistakes lead to these numbers; 1 where one of them is wrong. */
export const diagnoseCommand: CommandRow<Given> = {
  name: "diagnose",
  summary: "find the mistake behind wrong numbers",
  description:
    "Says which known mistakes lead to the numbers that somebody has computed. w1 is the gradient of w1, w1@3 is w1 after three steps; h1 and E are values, E@3 after three steps.",
  arguments: [
    fileArgument("a network file with layers"),
    new Argument("<answers...>", "such as w1=0.000668396"),
  ],
  options: [
    new Option("--lang <code>", "language of the explanations: en, zh").default("en"),
    jsonOption("print JSON"),
  ],
  examples: ["gradwalk diagnose net.yaml w1=0.000668396 w5=0.0821670"],
  async run({ file, answers, lang, json = false }, { terminal }) {
    const speech = speechOf(lang);
    return eachFile([file], { json, terminal }, async () => {
      const diagnosis = diagnose(await readNetwork(file, terminal), answers);
      terminal.data(
        json ? toJson(diagnosisJson(file, diagnosis, speech)) : diagnosisText(diagnosis, speech),
      );
      return [...diagnosis.answers.values()].every(({ right }) => right) ? 0 : 1;
    });
  },
};
