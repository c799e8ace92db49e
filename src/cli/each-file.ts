import { displayName, tell } from "./failure.js";
import { toJson } from "./json.js";
import type { Terminal } from "./terminal.js";
import { usageError } from "./usage.js";

/** Standard input can be read once. */
export function refuseInputTwice(files: readonly string[]): void {
  if (files.filter((file) => file === "-").length > 1)
    throw usageError("`-` stands twice, and standard input can be read only once");
}

/**
 * Does something for each of several files. The good ones are answered; a bad one gives its problems on
 * stderr (with `json` also an object on stdout), and the exit code 2.
 */
export async function eachFile(
  files: readonly string[],
  { json, terminal }: { readonly json: boolean; readonly terminal: Terminal },
  work: (file: string) => Promise<number>,
): Promise<number> {
  let code = 0;
  for (const file of files) {
    try {
      code = Math.max(code, await work(file));
    } catch (thrown) {
      const error = tell(terminal, displayName(file), thrown);
      if (json) terminal.data(toJson({ file, error }));
      code = 2;
    }
  }
  return code;
}
