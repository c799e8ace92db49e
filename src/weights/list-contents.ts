import { quote } from "../errors/quote.js";
import type { TensorContents } from "./tensor-file.js";

const mostShown = 16;

/** `layers.0.weight` and `layers.1.weight` are one line of a list: `layers.*.weight`. */
const withoutNumbers = (name: string): string => name.replace(/(?<=^|\.)\d+(?=\.|$)/g, "*");

/** A shape as PyTorch prints it: `[2, 3]`. */
export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/**
 * What is in a file of tensors, names and shapes, in one line: all of a small file; of a large one what differs in
 * more than the numbers in its names.
 */
export function contentsText({ tensors, others }: TensorContents): string {
  const all = [...tensors, ...others].map(([name, { shape }]) => ({
    name,
    shape: shapeText(shape),
  }));
  if (all.length <= mostShown)
    return all.map(({ name, shape }) => `${quote(name)} ${shape}`).join(", ");
  const amounts = new Map<string, number>();
  for (const { name, shape } of all) {
    const line = `${quote(withoutNumbers(name))} ${shape}`;
    amounts.set(line, (amounts.get(line) ?? 0) + 1);
  }
  const lines = [...amounts].map(([line, amount]) =>
    amount > 1 ? `${line} (${amount} times)` : line,
  );
  const more = lines.length > mostShown ? `, and ${lines.length - mostShown} more` : "";
  return `${lines.slice(0, mostShown).join(", ")}${more}`;
}
