import { displayName, errorJson, messageOf, problemsOf } from "./failure.js";
import type { Terminal } from "./terminal.js";

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
    } catch (error) {
      const problems = problemsOf(error);
      for (const problem of problems) terminal.error(messageOf(displayName(file), problem));
      const [first] = problems;
      if (json && first) terminal.data(JSON.stringify({ file, error: errorJson(first) }));
      code = 2;
    }
  }
  return code;
}
