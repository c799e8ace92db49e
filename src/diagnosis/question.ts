import { notFiniteNumber } from "../check/reference/not-finite.js";
import type { ReferenceNumber } from "../check/reference/reference.js";
import { InputError } from "../errors/problem.js";
import { quote } from "../errors/quote.js";
import { canonicalDecimal, decimalFaults } from "../math/formula/decimal.js";
import { suggestName } from "../math/formula/names/suggest-name.js";
import { canonicalName } from "../math/formula/tokens.js";
import { type Instance, instanceKey } from "../math/model/model.js";
import type { Network } from "../network/network.js";
import { layeredNames } from "../network/notation/layered-names.js";
import type { NameGroup, Names } from "../network/notation/names.js";
import { notationOf, unitPrefixes } from "../network/notation/notations.js";

/** What a number is about: a value or ∂E by it, after so many steps of the optimizer. */
export interface Asked {
  readonly kind: "value" | "gradient";
  readonly instance: Instance;
  readonly step: number;
}

/** A number that somebody has computed. */
export interface Question {
  /** As it was written, without the number. */
  readonly name: string;
  readonly asked: Asked;
  readonly given: ReferenceNumber;
}

const invalid = (message: string): InputError =>
  new InputError({
    code: "invalid-answer",
    message,
    help: "write a name and a number: `w1=0.000438568` for the gradient of w1, `w1@1=0.14978` for w1 after one step",
  });

const isTwoLayered = ({ spec, layered }: Network): boolean =>
  layered !== undefined &&
  spec.kind === "layered" &&
  notationOf({ ...spec, notation: undefined }, layered) === "article";

/** The names of a network in its own notation, and after them those of the others. */
function allNames(network: Network): readonly Names[] {
  const { layered, names } = network;
  if (!layered || !isTwoLayered(network)) return [names];
  return [
    names,
    ...(["article", "mazur"] as const).map((notation) =>
      layeredNames(layered, unitPrefixes(layered, notation)),
    ),
  ];
}

function* knownNames({ model, names }: Network): Generator<string> {
  for (const { name, role } of model.quantities.values())
    if (role === "parameter" || role === "intermediate")
      for (const group of names.groupsOf(name)) yield group.name;
}

/** The first and the last name of every quantity: `w1` to `w4`, … */
function namesInShort({ model, names }: Network): string {
  const spans = [...model.quantities.values()].flatMap(({ name, role }) => {
    if (role !== "parameter" && role !== "intermediate") return [];
    const groups = names.groupsOf(name);
    const [first, last] = [groups[0], groups.at(-1)];
    if (!first || !last) return [];
    return [first === last ? quote(first.name) : `${quote(first.name)} to ${quote(last.name)}`];
  });
  return spans.join(", ");
}

function findGroup(network: Network, name: string): NameGroup {
  for (const names of allNames(network)) {
    const group = names.find(name);
    if (group) return group;
  }
  if (name.includes("@"))
    throw invalid(`cannot read ${quote(name)}, expected a number of steps behind the @`);
  throw new InputError({
    code: "unknown-name",
    message: `the network has nothing that is called ${quote(name)}`,
    help: suggestName(name, knownNames(network)).help ?? `there are ${namesInShort(network)}`,
  });
}

function onlyInstance(network: Network, name: string): Instance {
  const { instances } = findGroup(network, name);
  const [first, ...others] = instances;
  if (!first) throw new Error(`${name} names nothing`);
  if (others.length === 0) return first;
  throw new InputError({
    code: "several-samples",
    message: `${quote(name)} has ${instances.length} numbers, one for each sample`,
    help: `name the sample first: ${quote(instanceKey(first))}`,
  });
}

/** `dE/dw1@2` in its parts: whether a derivative is meant, the name, and the step. */
function partsOf(name: string): {
  readonly derivative: boolean;
  readonly base: string;
  readonly step: number | undefined;
} {
  const [, inner = name, count] = /^(.*)@(\d{1,9})$/su.exec(name) ?? [];
  const [, plain, suffix] = /^(.*?)(_new)?$/su.exec(inner) ?? [];
  const isNew = suffix !== undefined && count === undefined;
  const base = isNew ? (plain ?? inner) : inner;
  const step = isNew ? 1 : count === undefined ? undefined : Number(count);
  const [, below] = /^[d∂]\s*[^/]+\/\s*[d∂]\s*(.+)$/su.exec(base) ?? [];
  return { derivative: below !== undefined, base: below ?? base, step };
}

function askedBy(network: Network, name: string): Asked {
  const { derivative, base, step } = partsOf(name);
  const instance = onlyInstance(network, base);
  const role = network.model.quantities.get(instance.name)?.role;
  if (role === "target" || (role === "input" && !derivative))
    throw new InputError({
      code: "given-value",
      message: `${quote(name)} is given by the network file, so there is nothing to compute`,
    });
  if (step !== undefined && step > 0 && !network.optimizer)
    throw new InputError({
      code: "missing-optimizer",
      message: `cannot take the step that ${quote(name)} needs: the network file has no \`optimizer\``,
      help: "add such as `optimizer: { sgd: { lr: 0.5 } }` to the file",
    });
  const isGradient = derivative || (role === "parameter" && step === undefined);
  return { kind: isGradient ? "gradient" : "value", instance, step: step ?? 0 };
}

/** Reads a number with the digits that it is written in, or a word for NaN or an infinity; else an InputError. */
function readGiven(text: string, about: string): ReferenceNumber {
  const notFinite = notFiniteNumber(text);
  if (notFinite !== undefined) return { text, value: notFinite };
  const decimal = canonicalDecimal(text);
  if (decimal.ok) return { text, value: Number(decimal.text) };
  throw new InputError({
    code: "invalid-answer",
    message: `${quote(text)} for ${quote(about)} ${decimalFaults[decimal.fault]}`,
    help: "write a name and a decimal number: `w1=0.000438568`",
  });
}

/**
 * Reads `NAME=VALUE`. `w1` is the gradient of w1, also `dE/dw1`; `h1` and `E` are values; `w1@3` is w1 after
 * three steps, `w1_new` after one. An unknown name and what is no number are InputErrors.
 */
export function readQuestion(network: Network, text: string): Question {
  const at = text.lastIndexOf("=");
  const name = canonicalName(text.slice(0, Math.max(0, at)).trim());
  if (at < 0 || name === "") throw invalid(`cannot read ${quote(text)}, expected NAME=VALUE`);
  const given = readGiven(text.slice(at + 1).trim(), name);
  return { name, asked: askedBy(network, name), given };
}

/** Reads all that somebody has computed, each number once. */
export function readQuestions(network: Network, texts: readonly string[]): readonly Question[] {
  const questions = texts.map((text) => readQuestion(network, text));
  const names = questions.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) < place);
  if (twice !== undefined) throw invalid(`${quote(twice)} has two values`);
  return questions;
}
