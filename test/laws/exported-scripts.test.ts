import { readdirSync } from "node:fs";
import { equationFileCases, layeredCases, randomCases } from "../export/cases.js";
import { describeScripts } from "../export/judge-scripts.js";
import { projectFile } from "../support/read.js";

const examples = readdirSync(new URL("../../examples", import.meta.url))
  .filter((file) => file.endsWith(".yaml"))
  .map((file): readonly [string, string] => [file, projectFile(`examples/${file}`)]);

describeScripts({
  "the examples": examples,
  "every activation with every loss": layeredCases,
  "random networks": randomCases,
  "equation files": equationFileCases,
});
