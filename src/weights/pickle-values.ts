import { quote } from "../errors/quote.js";

/** A row of numbers in a file of PyTorch, which tensors are views of. */
export interface PickledStorage {
  readonly kind: "storage";
  /** The class, such as `FloatStorage`. */
  readonly type: string;
  /** The name of its file in the archive. */
  readonly key: string;
  /** How many numbers it claims to have. */
  readonly length: number;
  /** The numbers themselves, where they are pickled with it and lie in no file. */
  readonly bytes?: Uint8Array;
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

export interface PickledList {
  readonly kind: "list";
  readonly items: PickledValue[];
}

export interface PickledTuple {
  readonly kind: "tuple";
  readonly items: readonly PickledValue[];
}

/** What can be a key of a dictionary; only texts and numbers are ever looked at. */
export type PickledKey = Exclude<PickledValue, { readonly kind: "list" | "map" | "storage" }>;

export interface PickledMap {
  readonly kind: "map";
  readonly entries: Map<PickledKey, PickledValue>;
}

export interface PickledBytes {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
}

/** Something that Python would import, `collections.OrderedDict`. Here it is a name and never more. */
export interface PickledGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** An object that a checkpoint may hold and nobody here looks into; what it is made of is dropped. */
export interface PickledObject {
  readonly kind: "object";
  /** Its class. */
  readonly name: string;
}

/** What the pickled data of a checkpoint are made of. */
export type PickledValue =
  | null
  | boolean
  | number
  | string
  | PickledList
  | PickledTuple
  | PickledMap
  | PickledBytes
  | PickledGlobal
  | PickledObject
  | PickledStorage
  | PickledTensor;

type PickledKind = Exclude<PickledValue, null | boolean | number | string>["kind"];

/** Whether a value is one of a kind. */
export const isPickled = <Kind extends PickledKind>(
  value: PickledValue | undefined,
  ...kinds: readonly Kind[]
): value is Extract<PickledValue, { readonly kind: Kind }> =>
  typeof value === "object" && value !== null && kinds.some((kind) => kind === value.kind);

/** What a value is, in words for a message. */
export function describePickled(value: PickledValue | undefined): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "string") return `the text ${quote(value)}`;
  if (typeof value !== "object") return `the ${typeof value} ${value}`;
  if (value.kind === "tensor") return `a tensor of shape [${value.shape.join(", ")}]`;
  if (value.kind === "global") return quote(value.name);
  return value.kind === "object" ? `an object ${quote(value.name)}` : `a ${value.kind}`;
}
