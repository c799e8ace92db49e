#!/usr/bin/env node
import { run } from "./program.js";
import { standardTerminal } from "./terminal.js";

process.exitCode = await run(process.argv.slice(2), standardTerminal());
