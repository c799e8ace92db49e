import { Option } from "commander";
import { type CheckResult, checkGradients } from "../../check/methods/check-gradients.js";
import { judgeReference, type ReferenceResult } from "../../check/reference/judge-reference.js";
import type { Reference } from "../../check/reference/reference.js";
import { quote } from "../../errors/quote.js";
import { backpropagate } from "../../gradients/backprop/backpropagate.js";
import { gradientsOf } from "../../gradients/gradients.js";
import { double } from "../../math/numeric/double.js";
import { evaluate } from "../../math/numeric/evaluate.js";
import type { Network } from "../../network/network.js";
import { checkJson } from "../check-answer.js";
import { checkTable } from "../check-table.js";
import { claimLines, claimsJson } from "../claims.js";
import type { CommandRow } from "../command.js";
import { eachFile, refuseInputTwice } from "../each-file.js";
import { displayName, tell, warn } from "../failure.js";
import { toJson } from "../json.js";
import { filesArgument, jsonOption } from "../options.js";
import { readNetwork } from "../read-network.js";
import { readReferenceFile } from "../read-reference-file.js";
import type { Terminal } from "../terminal.js";

/** Up to half a minute: who asks for a check waits for all parameters of an ordinary network. */
const patience = 5;

const sampleNote = (file: string, { checked, total, of }: CheckResult): string =>
  of === "given"
    ? `${displayName(file)}: note: ${checked} of ${total} derivatives were checked, spread evenly over all that is given`
    : `${displayName(file)}: note: ${checked} of ${total} parameters were checked, spread evenly over all weights and biases`;

const verdictNames = {
  match: "match",
  mismatch: "mismatch",
  kink: "at a kink",
  uncheckable: "uncheckable",
} as const;

/** How many have which verdict; nothing where all match, which needs no more words. */
function verdictCounts({ gradients }: CheckResult): string {
  const counts = Object.entries(verdictNames).flatMap(([verdict, name]) => {
    const amount = gradients.filter((each) => each.verdict === verdict).length;
    return amount > 0 ? [`${amount} ${name}`] : [];
  });
  return gradients.every(({ verdict }) => verdict === "match") ? "" : ` (${counts.join(", ")})`;
}

/** What may be said of the gradients: of what cannot be checked nothing is claimed. */
function claim({ ok, of, gradients }: CheckResult): string {
  const what = of === "given" ? "derivative by what is given" : "gradient";
  if (!ok) return `a ${what} is wrong`;
  const uncheckable = gradients.filter(({ verdict }) => verdict === "uncheckable").length;
  if (uncheckable === gradients.length) return `no ${what} could be checked`;
  return uncheckable > 0 ? `no ${what} is known to be wrong` : `every ${what} holds`;
}

/** The verdict in a line; without a match there is no error to show. */
function summary(file: string, result: CheckResult): string {
  const { checked, maxRelativeError, gradients, of } = result;
  if (of === "nothing")
    return `${displayName(file)}: nothing to check, as there are no parameters and nothing is given`;
  const error = gradients.some(({ relativeError }) => relativeError !== null)
    ? `, largest relative error ${maxRelativeError.toExponential(1)}`
    : "";
  const areZero = gradients.every(
    ({ verdict, symbolic, errorBound }) =>
      verdict === "match" && symbolic === 0 && errorBound === 0,
  );
  const zeros = areZero ? ", all of them exactly 0" : "";
  return `${displayName(file)}: ${claim(result)}, ${checked} checked${verdictCounts(result)}${zeros}${error}`;
}

/** The check of a network's gradients; a loss or a gradient that is not finite is an InputError that names it. */
function checkNetwork(network: Network): CheckResult {
  const loss = evaluate(network.model, double).get(network.model.loss);
  if (!Number.isFinite(loss)) gradientsOf(network);
  const result = checkGradients(backpropagate(network.model), { patience });
  if (result.gradients.some(({ reason }) => reason === "not-finite")) gradientsOf(network);
  return result;
}

/** The names of a reference that nothing is said about, as nothing is given for them. */
function notJudged(
  { entries, names = [] }: Reference,
  { claims }: ReferenceResult,
): readonly string[] {
  const judged = new Set(claims.map(({ entry }) => entry.name));
  const all = new Set([...names, ...entries.map(({ name }) => name)]);
  return [...all].filter((name) => !judged.has(name));
}

const notJudgedNote = (file: string, names: readonly string[]): string =>
  `${displayName(file)}: note: not judged, as the file has no number of the network under these names: ${names.map((name) => quote(name)).join(", ")}`;

/** A reference that could not be read or used; what is wrong with it has been told. */
interface Refused {
  readonly error: object;
}

/** Does something with the reference, whose problems are told under its own name. */
async function aboutReference<Result>(
  against: string,
  terminal: Terminal,
  work: () => Promise<Result> | Result,
): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    return { error: tell(terminal, displayName(against), error) };
  }
}

const isRefused = (result: object | undefined): result is Refused =>
  result !== undefined && "error" in result;

function answer(
  file: string,
  network: Network,
  check: CheckResult,
  judged: (ReferenceResult & { readonly left: readonly string[] }) | undefined,
  warnings: readonly object[],
): object {
  const { ok, ...others } = checkJson(network, check);
  const claims = judged ? claimsJson(judged) : { claims: [] };
  const left = judged && judged.left.length > 0 ? { notJudged: judged.left } : {};
  const warned = warnings.length > 0 ? { warnings } : {};
  return { file, ok: ok && (judged?.ok ?? true), ...others, ...claims, ...left, ...warned };
}

interface CheckOptions {
  readonly json: boolean;
  /** A file with numbers to be judged. */
  readonly against: string | undefined;
  readonly terminal: Terminal;
}

async function checkFile(
  file: string,
  reference: Reference | Refused | undefined,
  { json, terminal, against = "" }: CheckOptions,
): Promise<number> {
  const network = await readNetwork(file, terminal);
  const judged =
    reference === undefined || isRefused(reference)
      ? reference
      : await aboutReference(against, terminal, () => {
          const result = judgeReference(network, reference);
          return { ...result, left: notJudged(reference, result) };
        });
  if (isRefused(judged)) {
    if (json) terminal.data(toJson({ file, error: judged.error }));
    return 2;
  }
  const result = checkNetwork(network);
  const warnings = warn(terminal, file, network);
  if (result.checked < result.total) terminal.error(sampleNote(file, result));
  if (judged && judged.left.length > 0) terminal.error(notJudgedNote(against, judged.left));
  if (json) terminal.data(toJson(answer(file, network, result, judged, warnings)));
  else
    terminal.data(
      [
        summary(file, result),
        ...checkTable(network, result),
        ...(judged ? claimLines(judged, against) : []),
      ].join("\n"),
    );
  return result.ok && (judged?.ok ?? true) ? 0 : 1;
}

interface Given {
  readonly files: readonly string[];
  readonly against?: string;
  readonly json?: boolean;
}

/**
 * `check FILE… [--against REF]`: every gradient by independent methods, and the numbers of REF. Exit code 1 where
 * one is wrong, also if only its last digit is.
 */
export const checkCommand: CommandRow<Given> = {
  name: "check",
  summary: "check every gradient by independent methods",
  description:
    "Compares every gradient with reverse accumulation, differences, the complex step and high precision. The verdicts follow from error bounds, so there is no tolerance to set.",
  arguments: [filesArgument],
  options: [
    new Option(
      "--against <file>",
      "also judge the numbers of this file: YAML, JSON, safetensors or PyTorch; - reads standard input",
    ),
    jsonOption("print a line of JSON for each file"),
  ],
  examples: ["gradwalk check net.yaml", "gradwalk check net.yaml --against mine.json"],
  async run({ files, against, json = false }, { terminal }) {
    refuseInputTwice(against === undefined ? files : [...files, against]);
    const reference =
      against === undefined
        ? undefined
        : await aboutReference(against, terminal, () => readReferenceFile(against, terminal));
    const options = { json, against, terminal };
    return eachFile(files, options, (file) => checkFile(file, reference, options));
  },
};
