import type { Notation } from "../math/algebra/tex/index.js";
import type { Instance, Model } from "../math/model/model.js";
import type { TensorFile } from "../weights/read-tensor-file.js";
import { equationsModel } from "./equations/equations.js";
import type { NotationName, Spec } from "./file/spec.js";
import { frozenInstances } from "./frozen.js";
import { type LayeredModel, layeredModel } from "./layered/layered.js";
import { equationNames } from "./notation/equation-names.js";
import { equationNotation } from "./notation/equation-notation.js";
import { layeredNames } from "./notation/layered-names.js";
import { layeredNotation } from "./notation/layered-notation.js";
import type { Names } from "./notation/names.js";
import { notationOf, unitPrefixes } from "./notation/notations.js";
import { withNumbers } from "./numbers/with-numbers.js";
import { buildOptimizer, type Optimizer } from "./optimizers/optimizer.js";

/** A network file as a model, with everything that is needed to speak about it. */
export interface Network {
  /** The file, all its numbers given. */
  readonly spec: Spec;
  readonly title: string | undefined;
  readonly model: Model;
  readonly names: Names;
  /** How formulas about the model are set in TeX. */
  readonly notation: Notation;
  readonly notationName: NotationName | undefined;
  /** The quantities that are learned, in file order. */
  readonly parameters: readonly string[];
  /** The instance keys of the parameters that training leaves alone. */
  readonly frozen: ReadonlySet<string>;
  readonly optimizer: Optimizer | undefined;
  /** The layers of a layered file; undefined for a file of equations. */
  readonly layered: LayeredModel | undefined;
  /** Where the formulas of activations with a threshold were rewritten for readers. */
  readonly thresholds?: {
    /** The network as it trains. */
    readonly original: Network;
    /** The quantities that have units above their threshold. */
    readonly active: readonly string[];
  };
}

/** What belongs to a network file beside its text. */
export interface NetworkParts {
  /** The tensors of the file that `weights` names. */
  readonly weights?: TensorFile;
}

/**
 * Builds the network of a file, its numbers drawn or filled in where the file says so. What the file cannot mean is an
 * InputError with all problems.
 */
export function buildNetwork(file: Spec, { weights }: NetworkParts = {}): Network {
  const spec = file.kind === "layered" ? withNumbers(file, weights) : file;
  const built = spec.kind === "layered" ? buildLayered(spec) : buildEquations(spec);
  const { model, names } = built;
  const parameters = [...model.quantities.values()].filter(({ role }) => role === "parameter");
  return {
    ...built,
    spec,
    title: spec.title,
    parameters: parameters.map(({ name }) => name),
    frozen: frozenInstances(spec.frozen, model, names),
    optimizer: spec.optimizer && buildOptimizer(spec.optimizer),
  };
}

type Built = Pick<Network, "model" | "names" | "notation" | "notationName" | "layered">;

function buildLayered(spec: Extract<Spec, { kind: "layered" }>): Built {
  const layered = layeredModel(spec);
  const notationName = notationOf(spec, layered);
  const prefixes = unitPrefixes(layered, notationName);
  return {
    model: layered.model,
    names: layeredNames(layered, prefixes),
    notation: layeredNotation(layered, notationName, prefixes),
    notationName,
    layered,
  };
}

function buildEquations(spec: Extract<Spec, { kind: "equations" }>): Built {
  const model = equationsModel(spec);
  return {
    model,
    names: equationNames(model),
    notation: equationNotation(model),
    notationName: undefined,
    layered: undefined,
  };
}

/** The instance of a public name or an alias; undefined where there is none, or one for each of several samples. */
export function findInstance({ names }: Network, name: string): Instance | undefined {
  const [instance, ...others] = names.find(name)?.instances ?? [];
  return others.length === 0 ? instance : undefined;
}
