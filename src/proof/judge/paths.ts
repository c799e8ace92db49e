import { big, evaluate, type Read } from "./arithmetic/evaluate.js";
import { type Node, parse } from "./arithmetic/formula.js";
import {
  indicesOf,
  keyOf,
  localText,
  mentions,
  type Piece,
  pieceAt,
  type Tuple,
  tuplesOf,
} from "./arithmetic/model.js";
import { isGuard, linearOf } from "./arithmetic/well-formed.js";
import { anyNumber } from "./compare.js";

interface Instance {
  readonly name: string;
  readonly tuple: Tuple;
}

/** A path from the loss, and whether a change passes along it for some values. */
export interface Route {
  readonly path: string;
  readonly passes: boolean;
}

/** What is looked for: the paths that end at one scalar of a model. */
interface Search {
  readonly pieces: readonly Piece[];
  readonly target: string;
  /** The names that depend on the target, and its own. */
  readonly names: ReadonlySet<string>;
  readonly edges: Map<string, readonly Instance[]>;
}

const mostInstances = 2000;
const mostRoutes = 64;
const scales = [0.1, -0.1, 0.3];

const instanceOf = (key: string): Instance => {
  const [name = "", indices = ""] = key.split(/[[\]]/);
  return { name, tuple: indices === "" ? [] : indices.split(",").map(Number) };
};
const keyOfInstance = ({ name, tuple }: Instance): string => keyOf(name, tuple);

function namesAbove(pieces: readonly Piece[], target: string): ReadonlySet<string> {
  const names = new Set([target]);
  for (const each of names)
    for (const piece of pieces) if (mentions(piece, each)) names.add(piece.name);
  return names;
}

type Places = ReadonlyMap<string, number>;

const placeOf = (node: Node, places: Places): number => {
  const { constant, factors } = linearOf(node);
  return [...factors].reduce(
    (sum, [index, factor]) => sum + factor * (places.get(index) ?? Number.NaN),
    constant,
  );
};

/** Whether a guard takes a product away. */
function isOff(node: Node, places: Places): boolean {
  const [left, right] = node.parts;
  if (node.kind !== "function" || !left || !right) return false;
  if (node.text === "*") return isOff(left, places) || isOff(right, places);
  if (node.text === "/") return isOff(left, places);
  if (!isGuard(node)) return false;
  const gap = placeOf(left, places) - placeOf(right, places);
  return node.text === "delta" ? gap !== 0 : node.text === "atleast" ? gap < 0 : gap > 0;
}

/** The instances that a formula reads, whatever their values are. */
function* instancesIn(node: Node, places: Places): Generator<Instance> {
  const { kind, text, parts, range } = node;
  if (kind === "name" && !places.has(text))
    yield { name: text, tuple: parts.map((part) => placeOf(part, places)) };
  if (kind !== "function" || isGuard(node) || isOff(node, places)) return;
  const tuples = range === undefined ? [[]] : tuplesOf([range]);
  for (const tuple of tuples) {
    const inner = new Map(places);
    for (const [k, index] of indicesOf(range === undefined ? [] : [range]).entries())
      inner.set(index, tuple[k] ?? Number.NaN);
    for (const part of parts) yield* instancesIn(part, inner);
  }
}

/** The instances that the definition of one reads, and that may lead to the target. */
function edgesFrom({ edges, names, pieces, target }: Search, from: Instance): readonly Instance[] {
  const known = edges.get(keyOfInstance(from));
  if (known) return known;
  const [{ axes = [], formula = "0" } = {}] = pieceAt(pieces, from.name, from.tuple);
  const places = new Map(indicesOf(axes).map((index, k) => [index, from.tuple[k] ?? Number.NaN]));
  const read = new Map<string, Instance>();
  for (const instance of instancesIn(parse(formula), places)) {
    const key = keyOfInstance(instance);
    const [used] = names.has(instance.name) ? pieceAt(pieces, instance.name, instance.tuple) : [];
    if (key === target || used?.formula !== undefined) read.set(key, instance);
  }
  const found = [...read.values()];
  edges.set(keyOfInstance(from), found);
  return found;
}

/** Whether the definition of an instance moves with another one for some values, large ones of it among them. */
function passes({ pieces }: Search, { name, tuple }: Instance, by: string): boolean {
  const slope = parse(localText(pieces, name, tuple, by));
  const drawn = scales.map(
    (scale): Read =>
      (other, at) =>
        anyNumber(scale, `${scale} ${keyOf(other, at)}`),
  );
  const chosen = [3, -3].map(
    (value): Read =>
      (other, at) =>
        keyOf(other, at) === by ? big(value) : anyNumber(0.1, `chosen ${keyOf(other, at)}`),
  );
  return [...drawn, ...chosen].some((read) => {
    const found = evaluate(slope, read);
    return found.isFinite() && !found.isZero();
  });
}

/** The instances that lead to the target; undefined where there are too many to look at. */
function leading(search: Search, loss: string): ReadonlySet<string> | undefined {
  const order = [instanceOf(loss)];
  const seen = new Set([loss]);
  for (const from of order)
    for (const to of from.name && keyOfInstance(from) !== search.target
      ? edgesFrom(search, from)
      : []) {
      if (seen.size > mostInstances) return undefined;
      const key = keyOfInstance(to);
      if (!seen.has(key)) order.push(to);
      seen.add(key);
    }
  const found = new Set([search.target]);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    for (const from of [...order].reverse())
      if (edgesFrom(search, from).some((to) => found.has(keyOfInstance(to))))
        found.add(keyOfInstance(from));
  }
  return found;
}

/** All paths from the loss to a scalar; undefined where there are too many of them. */
export function routesTo(
  target: string,
  pieces: readonly Piece[],
  loss: string,
): readonly Route[] | undefined {
  const names = namesAbove(pieces, instanceOf(target).name);
  const search: Search = { pieces, target, names, edges: new Map() };
  const leads = leading(search, loss);
  if (!leads) return undefined;
  const routes: Route[] = [];
  const follow = (keys: readonly string[], isOpen: boolean): void => {
    const key = keys.at(-1) ?? "";
    if (key === target) routes.push({ path: keys.join(" > "), passes: isOpen });
    if (key === target || routes.length > mostRoutes) return;
    const from = instanceOf(key);
    for (const to of edgesFrom(search, from).map(keyOfInstance))
      if (leads.has(to)) follow([...keys, to], isOpen && passes(search, from, to));
  };
  follow([loss], true);
  return routes.length > mostRoutes ? undefined : routes;
}
