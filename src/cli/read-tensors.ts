import { quote } from "../errors/quote.js";
import { readTensorFile, type TensorFile } from "../weights/read-tensor-file.js";
import { readBytes } from "./read-bytes.js";
import type { Terminal } from "./terminal.js";

/** What is read of a file of tensors. */
export const most = { megabytes: 512 } as const;

/** The tensors of a file of safetensors or PyTorch, which messages call by `name`; `-` is standard input. */
export async function readTensors(
  file: string,
  terminal: Terminal,
  name = file,
): Promise<TensorFile> {
  const bytes = await readBytes(file, terminal, most.megabytes, quote(name, 200));
  return readTensorFile(name, bytes);
}
