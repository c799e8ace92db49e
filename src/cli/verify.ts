import { eachFile } from "./each-file.js";
import { displayName, printable } from "./failure.js";
import { toJson } from "./json.js";
import { readText } from "./read-text.js";
import type { Terminal } from "./terminal.js";

/** `verify FILE`: re-checks a step stream, 0 if every step holds and 1 if one is rejected. */
export const verifyCommand = (
  file: string,
  options: { readonly json: boolean; readonly terminal: Terminal },
): Promise<number> =>
  eachFile([file], options, async () => {
    const { json, terminal } = options;
    const text = await readText(file, terminal);
    // Arbitrary precision takes a while to load, and no other command needs it.
    const { verifyStream } = await import("../verify/verify.js");
    const verdict = verifyStream(text);
    const { ok, steps, rejected } = verdict;
    if (json) terminal.data(toJson(verdict));
    else if (ok) terminal.data(`${displayName(file)}: ${steps} steps verified`);
    for (const { id, reason } of rejected)
      terminal.error(
        `${displayName(file)}: error[rejected-step]: step ${id}: ${printable(reason)}`,
      );
    return ok ? 0 : 1;
  });
