import { type DataPiece, type Quantity, sizeOf } from "../math/model/model.js";
import { floatText } from "./leaf-code.js";
import { indented } from "./statements.js";
import type { Storage } from "./storage.js";
import type { Writing } from "./writing.js";

const longestLine = 96;

/** Numbers row by row as nested lists, a line for each row where they do not fit into one. */
export function nestedLists(
  numbers: readonly string[],
  shape: readonly number[],
): readonly string[] {
  const [count = 1, ...rest] = shape;
  if (shape.length === 0) return [numbers[0] ?? ""];
  const size = numbers.length / count;
  const rows = Array.from({ length: count }, (_, row) =>
    nestedLists(numbers.slice(row * size, (row + 1) * size), rest),
  );
  const line = `[${rows.map((row) => row.join(" ")).join(", ")}]`;
  if (rows.every((row) => row.length === 1) && line.length <= longestLine) return [line];
  if (rest.length === 0) return ["[", ...indented(filled(numbers)), "]"];
  return ["[", ...indented(rows.flatMap((row) => [...row.slice(0, -1), `${row.at(-1)},`])), "]"];
}

/** Numbers with commas, as many in a line as fit. */
function filled(numbers: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const number of numbers) {
    if (line.length + number.length > longestLine - 8) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += `${number}, `;
  }
  return [...lines, line.trimEnd()];
}

/** Lines with text before the first and behind the last. */
export const around = (
  before: string,
  lines: readonly string[],
  behind: string,
): readonly string[] =>
  lines.map((line, place) =>
    [place === 0 ? before : "", line, place === lines.length - 1 ? behind : ""].join(""),
  );

export const dataOf = ({ pieces }: Quantity): DataPiece | undefined =>
  pieces.find((piece) => piece.kind === "data");

export const floats = (decimals: readonly string[]): readonly string[] =>
  decimals.map((text) => floatText(Number(text)));

export const shapeOf = (
  axes: readonly { readonly lo: number; readonly hi: number }[],
): readonly number[] => axes.map(({ lo, hi }) => hi - lo + 1);

/** The data of a quantity row by row over its hull, with 0 where equations define it. */
export function hullData({ axes }: Quantity, piece: DataPiece): readonly string[] {
  const shape = shapeOf(axes);
  const numbers = Array.from({ length: sizeOf(axes) }, () => "0.0");
  const inner = shapeOf(piece.axes);
  for (const [place, text] of floats(piece.decimals).entries()) {
    let [rest, position, step] = [place, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const size = inner[axis] ?? 1;
      const offset = (piece.axes[axis]?.lo ?? 0) - (axes[axis]?.lo ?? 0);
      position += step * (offset + (rest % size));
      rest = Math.floor(rest / size);
      step *= shape[axis] ?? 1;
    }
    numbers[position] = text;
  }
  return numbers;
}

/** Statements that give quantities their data. */
export interface DataLines {
  readonly data: readonly string[];
  /** What belongs to the forward pass: tables of data to which equations will add more. */
  readonly copies: readonly string[];
}

/** The statement that gives a quantity its data, and the storage that this makes. */
export function dataStatement(
  quantity: Quantity,
  writing: Writing,
  { wish, isLeaf }: { readonly wish: string; readonly isLeaf: boolean },
): DataLines {
  const piece = dataOf(quantity);
  if (!piece) return { data: [], copies: [] };
  const { axes, name, pieces } = quantity;
  const { family, leaves, names, storages } = writing;
  const own = names.ofQuantity(name, wish);
  const kind = axes.length === 0 ? "scalar" : family === "python" ? "table" : "array";
  const isExtended = pieces.length > 1;
  const inHull = isExtended && family === "numpy";
  const storage: Storage = { kind, name: own, axes: inHull ? axes : piece.axes };
  const numbers = inHull ? hullData(quantity, piece) : floats(piece.decimals);
  const lists = nestedLists(numbers, shapeOf(inHull ? axes : piece.axes));
  const [before, behind] = wrappers(family, kind, isLeaf);
  const data = around(`${own} = ${before}`, lists, behind);
  storages.set(name, { ...storage, axes });
  if (!isExtended || family === "numpy" || family === "python") return { data, copies: [] };
  leaves.set(name, storage);
  const whole = names.ofQuantity(`${name} and more`, `${wish}_and_more`);
  storages.set(name, { kind: "table", name: whole, axes });
  return { data, copies: [copyOfData(whole, storage, piece)] };
}

function copyOfData(whole: string, { name, axes }: Storage, piece: DataPiece): string {
  const keys = piece.axes.map((_, axis) => `i${axis + 1}`);
  const places = keys.map((key, axis) => {
    const lo = axes[axis]?.lo ?? 0;
    return lo === 0 ? key : `${key} ${lo < 0 ? "+" : "-"} ${Math.abs(lo)}`;
  });
  const key = keys.length === 1 ? keys[0] : `(${keys.join(", ")})`;
  const loops = piece.axes.map(
    ({ lo, hi }, axis) => `for ${keys[axis]} in range(${lo}, ${hi + 1})`,
  );
  return `${whole} = {${key}: ${name}[${places.join(", ")}] ${loops.join(" ")}}`;
}

function wrappers(
  family: Writing["family"],
  kind: Storage["kind"],
  isLeaf: boolean,
): readonly [string, string] {
  if (family === "torch") return ["torch.tensor(", isLeaf ? ", requires_grad=True)" : ")"];
  if (family === "jax") return ["jnp.array(", ")"];
  if (kind === "scalar") return ["", ""];
  return family === "numpy" ? ["np.array(", ")"] : ["table(", ")"];
}
