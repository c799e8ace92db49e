import type { CommandRow } from "../command.js";
import { eachFile } from "../each-file.js";
import { displayName, printable } from "../failure.js";
import { toJson } from "../json.js";
import { fileArgument, jsonOption } from "../options.js";
import { readText } from "../read-text.js";

interface Given {
  readonly file: string;
  readonly json?: boolean;
}

/** `verify FILE`: re-checks a step stream, 0 if every step holds and 1 if one is rejected. */
export const verifyCommand: CommandRow<Given> = {
  name: "verify",
  summary: "re-check a derivation that was written as data",
  description:
    "Re-checks a step stream, which `report --format json` writes, with a judge that imports nothing from what derived it.",
  arguments: [fileArgument("a step stream")],
  options: [jsonOption("print the verdict as JSON")],
  examples: ["gradwalk verify output/net/report.en.json"],
  run: ({ file, json = false }, { terminal }) =>
    eachFile([file], { json, terminal }, async () => {
      const text = await readText(file, terminal);
      // Arbitrary precision takes a while to load, and no other command needs it.
      const { verifyStream } = await import("../../proof/judge/verify.js");
      const verdict = verifyStream(text);
      const { ok, steps, rejected } = verdict;
      if (json) terminal.data(toJson(verdict));
      else if (ok) terminal.data(`${displayName(file)}: ${steps} steps verified`);
      for (const { id, reason } of rejected)
        terminal.error(
          `${displayName(file)}: error[rejected-step]: step ${id}: ${printable(reason)}`,
        );
      return ok ? 0 : 1;
    }),
};
