import { spawnSync } from "node:child_process";

/** What a script has printed, or the last line of what Python said about it. */
export interface Outcome {
  readonly out: string;
  readonly error: string;
}

// All scripts run in one process of Python, because starting one and importing a library takes long.
const driver = `
import contextlib, io, json, sys, traceback
outcomes = []
for script in json.load(sys.stdin):
    out, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(out):
            code = compile(script, "script", "exec")
            if "run" in sys.argv:
                exec(code, {"__name__": "__main__"})
    except Exception:
        error = traceback.format_exc()
    outcomes.append({"out": out.getvalue(), "error": error})
json.dump(outcomes, sys.stdout)
`;

const python = (argv: readonly string[], input: string) =>
  spawnSync("python3", argv, { input, encoding: "utf8", maxBuffer: 2 ** 28 });

/** Whether there is a Python here that can import a module. */
export const canImport = (module: string): boolean =>
  python(["-c", `import ${module}`], "").status === 0;

/** Runs scripts, or only compiles them. Throws where there is no Python. */
export function inPython(scripts: readonly string[], mode: "run" | "compile"): readonly Outcome[] {
  const { stdout, stderr, status } = python(
    ["-X", "utf8", "-c", driver, mode],
    JSON.stringify(scripts),
  );
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout) as readonly Outcome[];
}
