import type { CommandRow } from "../command.js";
import { checkCommand } from "./check.js";
import { deriveCommand } from "./derive.js";
import { diagnoseCommand } from "./diagnose.js";
import { exportCommand } from "./export.js";
import { gradientsCommand } from "./gradients.js";
import { importCommand } from "./import.js";
import { reportCommand } from "./report.js";
import { trainCommand } from "./train.js";
import { verifyCommand } from "./verify.js";

/** All commands, in the order in which the help lists them. */
export const commands: readonly CommandRow[] = [
  reportCommand,
  gradientsCommand,
  checkCommand,
  deriveCommand,
  exportCommand,
  importCommand,
  trainCommand,
  diagnoseCommand,
  verifyCommand,
];
