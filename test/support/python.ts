import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What a script has printed, or the last line of what Python said about it. */
export interface Outcome {
  readonly out: string;
  readonly error: string;
}

// All scripts run in one process of Python, because starting one and importing a library takes long.
const driver = `
import contextlib, io, json, sys, traceback, warnings
# NumPy only warns of that, on the terminal of whoever runs a script.
warnings.filterwarnings("error", "divide by zero")
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

const start = (python: string, argv: readonly string[], input: string) =>
  spawnSync(python, argv, { input, encoding: "utf8", maxBuffer: 2 ** 28 });

/** Where a Python may be: the one that is named, the system's, which has what apt installs, the first on the path. */
const candidates = [process.env.GRADWALK_PYTHON ?? "", "/usr/bin/python3", "python3"].filter(
  (each) => each !== "",
);

const found = new Map<string, string | undefined>();

/** A Python that imports a module; undefined where none does. */
export function pythonWith(module: string): string | undefined {
  if (!found.has(module))
    found.set(
      module,
      candidates.find((each) => start(each, ["-c", `import ${module}`], "").status === 0),
    );
  return found.get(module);
}

function output(python: string, argv: readonly string[], input: unknown): unknown {
  const { stdout, stderr, status } = start(python, ["-X", "utf8", ...argv], JSON.stringify(input));
  if (status !== 0) throw new Error(`${python} failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Runs scripts, or only compiles them. */
export const inPython = (
  python: string,
  scripts: readonly string[],
  mode: "run" | "compile",
): readonly Outcome[] => output(python, ["-c", driver, mode], scripts) as readonly Outcome[];

/** What a test says in its title where there is no PyTorch. */
export const withoutTorch = "skipped, no Python here imports torch";

/** The answers of `networks.py`, one for each job. Throws where no Python imports torch. */
export function inPyTorch<Answer>(jobs: readonly object[]): readonly Answer[] {
  const python = pythonWith("torch");
  if (python === undefined) throw new Error("no Python imports torch");
  const program = fileURLToPath(new URL("networks.py", import.meta.url));
  return output(python, [program], jobs) as readonly Answer[];
}
