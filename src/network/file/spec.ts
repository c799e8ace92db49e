import type { Place } from "../../errors/problem.js";
import type { FormulaNode, Span } from "../../math/formula/tree.js";

/** A value with the place where the user wrote it. */
export interface Located<Value> {
  readonly value: Value;
  readonly place: Place;
}

/** A tensor as the user wrote it: a number or nested lists of numbers, all of the same shape. */
export interface Tensor {
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Canonical decimal texts ("0.1", "-2", "1e-20"), row by row. */
  readonly decimals: readonly string[];
  readonly place: Place;
}

/** A formula with its tree and the way from an offset in its text to a place in the file. */
export interface Formula {
  readonly text: string;
  readonly tree: FormulaNode;
  readonly placeOf: (span: Span) => Place;
}

/** Options by name, defaults filled in: one decimal text, two for a pair, or `true` or `false`. */
export type OptionValues = ReadonlyMap<string, readonly string[]>;

/** An optimizer row by name with its options, defaults filled in. */
export interface OptimizerSpec {
  readonly name: Located<string>;
  readonly options: OptionValues;
}

/** How the weight of a drawn layer is drawn again, with its options, defaults filled in. */
export interface InitializerSpec {
  readonly name: Located<string>;
  readonly options: OptionValues;
}

export type LayerSpec =
  | {
      readonly kind: "linear";
      /** out × in */
      readonly weight: Tensor;
      /** One a unit, one shared by all units (shape []), or none. */
      readonly bias: Tensor | undefined;
      /** What the weights file calls the layer, where its numbers come from there: `fc1`. */
      readonly nameInFile?: string;
      readonly place: Place;
    }
  | DrawnLayerSpec
  | {
      readonly kind: "activation";
      readonly name: Located<string>;
      readonly options: ReadonlyMap<string, string>;
      readonly place: Place;
    }
  | { readonly kind: "formula"; readonly formula: Formula; readonly place: Place };

/** A linear layer of which only the size is given: the seed draws its numbers, or the weights file has them. */
export interface DrawnLayerSpec {
  readonly kind: "drawn";
  readonly inputs: Located<number>;
  readonly outputs: Located<number>;
  readonly hasBias: boolean;
  readonly init: InitializerSpec | undefined;
  readonly place: Place;
}

export type LossSpec =
  | {
      readonly kind: "named";
      readonly name: Located<string>;
      readonly options: ReadonlyMap<string, string>;
    }
  | { readonly kind: "formula"; readonly formula: Formula; readonly place: Place };

export type NotationName = "article" | "mazur" | "indexed";

interface CommonSpec {
  readonly title: string | undefined;
  readonly optimizer: OptimizerSpec | undefined;
  /** Parameters that training leaves alone. */
  readonly frozen: readonly Located<string>[];
}

export interface LayeredSpec extends CommonSpec {
  readonly kind: "layered";
  /** Samples × features if `sampled`, else features. */
  readonly inputs: Tensor;
  /** Like the inputs, or class indices (counted from 0): one a sample if `sampled`, else a scalar. */
  readonly targets: Tensor;
  readonly targetKind: "values" | "classes";
  /** Whether the inputs are a list of samples (also a list of one). */
  readonly sampled: boolean;
  readonly layers: readonly LayerSpec[];
  readonly loss: LossSpec;
  readonly reduction: "sum" | "mean";
  readonly notation: Located<NotationName> | undefined;
  /** The file that fills weight and bias of the linear layers. */
  readonly weights?: Located<string>;
  /** What drawn layers are drawn with: an integer of 64 bits, with a sign or without. */
  readonly seed?: Located<bigint>;
}

export interface EquationSpec {
  readonly left: {
    readonly name: string;
    /** Plain index names or integers. */
    readonly indices: readonly (string | number)[];
    readonly place: Place;
  };
  readonly right: Formula;
}

export interface EquationsSpec extends CommonSpec {
  readonly kind: "equations";
  readonly sizes: ReadonlyMap<string, Located<number>>;
  readonly given: ReadonlyMap<string, Tensor>;
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly equations: readonly EquationSpec[];
  readonly loss: Located<string> | undefined;
}

/** A network file, validated: every option known, every number finite, every tensor rectangular. */
export type Spec = LayeredSpec | EquationsSpec;
