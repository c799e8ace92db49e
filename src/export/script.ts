import { backpropagate } from "../gradients/backprop/backpropagate.js";
import { adjointName, adjointOwner, type Model, type Quantity } from "../math/model/model.js";
import { type Step, scheduleOf } from "../math/model/schedule.js";
import type { Network } from "../network/network.js";
import { prefixText } from "../network/notation/layered-names.js";
import { unitPrefixes } from "../network/notation/notations.js";
import { answerLines, type GradientOf } from "./answer-code.js";
import { type DataLines, dataStatement } from "./data-code.js";
import type { Family } from "./function-code.js";
import { helperNames, helpersFor, importsFor } from "./helpers.js";
import { identifiers } from "./identifiers.js";
import { definitionsIn } from "./statements.js";
import { stepWriter } from "./steps.js";
import { storageIn, type Writing } from "./writing.js";

/** What the script of a target says about itself. */
export interface Heading {
  readonly target: string;
  readonly needs: string;
}

/** The names of quantities for readers: those of the notation for the units of layers, h, k, o, m. */
function titlesIn({ layered, notationName }: Network): (quantity: string) => string {
  const prefixes = layered && notationName ? unitPrefixes(layered, notationName) : undefined;
  return (quantity) => {
    const prefix = prefixes?.get(quantity);
    return prefix ? prefixText(prefix) : quantity;
  };
}

/** A script that has nothing written yet. The names of quantities are taken first, in the order of the file. */
export function beginScript(network: Network, family: Family, model: Model): Writing {
  const titleOf = titlesIn(network);
  const names = identifiers([...helperNames, ...localNames]);
  for (const name of network.model.quantities.keys()) names.ofQuantity(name, titleOf(name));
  return { family, model, names, titleOf, storages: new Map(), leaves: new Map() };
}

/** What scripts call their own variables. */
const localNames = [
  ...["answer", "differentiate", "forward", "gradients", "layers", "values"],
  ...["SharedBias", "key", "i1", "i2", "i3", "i4", "i5", "i6"],
];

/** Adjoints are called delta for what an activation takes, as in hand-made derivations, otherwise grad. */
export function adjointWish({ layered }: Network, titleOf: (name: string) => string) {
  const deltas = new Set(layered?.linearLayers.map(({ preActivation }) => preActivation));
  return (owner: string): string => `${deltas.has(owner) ? "delta" : "grad"}_${titleOf(owner)}`;
}

/** The data of a network in the order of the file. */
export function dataLines(
  network: Network,
  writing: Writing,
  isWanted: (quantity: Quantity) => boolean = () => true,
): DataLines {
  const statements = [...network.model.quantities.values()].filter(isWanted).map((quantity) =>
    dataStatement(quantity, writing, {
      wish: writing.titleOf(quantity.name),
      isLeaf: isLeaf(quantity),
    }),
  );
  return {
    data: statements.flatMap(({ data }) => data),
    copies: statements.flatMap(({ copies }) => copies),
  };
}

/** Whether the script gives the derivative by a quantity. */
export const isLeaf = ({ role }: Quantity): boolean => role === "input" || role === "parameter";

/** Comments that begin a part of the script. */
const part = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", `# ${title}`, ...lines];

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");

/** The whole text: what it is, imports, the functions that it uses, and its parts. */
export function finishScript(
  network: Network,
  family: Family,
  { target, needs }: Heading,
  parts: readonly (readonly [title: string, lines: readonly string[]])[],
): string {
  const body = parts.flatMap(([title, lines]) => part(title, lines));
  const own = helpersFor(withoutComments(body), family).flatMap((each) =>
    each.startsWith("def ") ? ["", "", each] : ["", each],
  );
  const code = withoutComments([...settings[family], ...own, ...body]);
  return [
    `# ${oneLine(network.title ?? "A network")}: loss, values and gradients.`,
    `# Written by gradwalk export --to ${target}; needs ${needs}.`,
    ...(family === "python" ? ["# Indices count as in the formulas: x[1] is the first of x."] : []),
    "# It prints JSON, which gradwalk check --against compares with derived gradients.",
    ...importsFor(code),
    ...settings[family],
    ...own,
    ...(own.length > 0 ? [""] : []),
    ...body,
    "",
  ].join("\n");
}

/** What libraries are told before their first array. */
const settings: Readonly<Record<Family, readonly string[]>> = {
  python: [],
  numpy: [],
  torch: ["", "torch.set_default_dtype(torch.float64)"],
  jax: ["", 'jax.config.update("jax_enable_x64", True)'],
};

const withoutComments = (lines: readonly string[]): string =>
  lines.filter((line) => !line.trimStart().startsWith("#")).join("\n");

/** The parts of a script that computes the gradients by the formulas that backpropagation derives. */
export function derivedScript(network: Network, family: Family, heading: Heading): string {
  const { model } = backpropagate(network.model);
  const writing = beginScript(network, family, model);
  const { titleOf } = writing;
  const { data } = dataLines(network, writing);
  const adjointOf = adjointWish(network, titleOf);
  const write = stepWriter(writing, (name) => {
    const owner = adjointOwner(name);
    return owner === undefined ? titleOf(name) : adjointOf(owner);
  });
  const isBackward = (step: Step): boolean =>
    definitionsIn(step).some(({ name }) => adjointOwner(name) !== undefined);
  const schedule = scheduleOf(model).filter((step) =>
    definitionsIn(step).some(({ name }) => !isOfTarget(network, name)),
  );
  const forward = schedule.filter((step) => !isBackward(step)).flatMap(write);
  const backward = schedule.filter(isBackward).flatMap(write);
  const gradientOf: GradientOf = ({ name }) => storageIn(writing, adjointName(name));
  const missing = [...network.model.quantities.values()]
    .filter((each) => isLeaf(each) && !model.quantities.has(adjointName(each.name)))
    .flatMap((quantity) => zeroGradient(quantity, writing, adjointOf(quantity.name)));
  return finishScript(network, family, heading, [
    ["What is given, and the parameters", data],
    ["Forward", forward],
    ["Backward", [...backward, ...missing]],
    ["The answer", answerLines(network, writing, gradientOf)],
  ]);
}

/** Nobody asks for the derivatives by targets. */
const isOfTarget = ({ model }: Network, name: string): boolean =>
  model.quantities.get(adjointOwner(name) ?? "")?.role === "target";

/** The gradient of what the loss does not depend on. */
function zeroGradient({ name }: Quantity, writing: Writing, wish: string): readonly string[] {
  const storage = storageIn(writing, name);
  const own = writing.names.ofQuantity(adjointName(name), wish);
  writing.storages.set(adjointName(name), { ...storage, name: own });
  if (storage.kind === "scalar") return [`${own} = 0.0`];
  return storage.kind === "array"
    ? [`${own} = np.zeros_like(${storage.name})`]
    : [`${own} = {key: 0.0 for key in ${storage.name}}`];
}
