import { quote } from "../problem/quote.js";

/** A row of numbers in a file of PyTorch, which tensors are views of. */
export interface PickledStorage {
  readonly kind: "storage";
  /** The class, such as `FloatStorage`. */
  readonly type: string;
  /** The name of its file in the archive. */
  readonly key: string;
  /** How many numbers it claims to have. */
  readonly length: number;
}

/** A tensor as PyTorch pickles it: where in which storage its elements are. */
export interface PickledTensor {
  readonly kind: "tensor";
  readonly storage: PickledStorage;
  /** Counted in elements. */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Lists and tuples. */
export interface PickledList {
  readonly kind: "list" | "tuple";
  readonly items: PickledValue[];
}

export interface PickledMap {
  readonly kind: "map";
  readonly entries: Map<string | number, PickledValue>;
}

/** Something that Python would import, `collections.OrderedDict`. Here it is a name and never more. */
export interface PickledGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** What the pickled data of a state_dict is made of. */
export type PickledValue =
  | null
  | boolean
  | number
  | string
  | PickledList
  | PickledMap
  | PickledGlobal
  | PickledStorage
  | PickledTensor;

/** What a value is, in words for a message. */
export function describePickled(value: PickledValue | undefined): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return `the text ${quote(value)}`;
  if (typeof value !== "object") return `the ${typeof value} ${value}`;
  return value.kind === "global" ? quote(value.name) : `a ${value.kind}`;
}
