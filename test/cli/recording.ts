import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { run } from "../../src/cli/program.js";

/** What a command line has printed, and its exit code. */
export interface Recording {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, with a text or bytes as standard input. */
export async function gradwalk(
  argv: readonly string[],
  input: string | Uint8Array = "",
): Promise<Recording> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(argv, {
    data: (line) => void out.push(line),
    error: (line) => void err.push(line),
    input: Readable.from(input === "" ? [] : [Buffer.from(input)]),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** The 2-2-2 network in the smallest words. */
export const goodNetwork = `inputs: [0.05, 0.1]
targets: [0.01, 0.99]
layers:
  - linear: { weight: [[0.15, 0.2], [0.25, 0.3]], bias: [0.35, 0.35] }
  - sigmoid
  - linear: { weight: [[0.4, 0.45], [0.5, 0.55]], bias: [0.6, 0.6] }
  - sigmoid
loss: half_squared_error
`;

/** The same with a misspelled activation in line 5. */
export const badNetwork = goodNetwork.replace("sigmoid", "sigmiod");

/** Gives every test of a file an empty folder to work in, which holds `good.yaml` and `bad.yaml`. */
export function workInFolder(): void {
  const home = process.cwd();
  const parent = mkdtempSync(join(tmpdir(), "gradwalk-cli-"));
  beforeAll(() => process.chdir(parent));
  beforeEach(() => {
    process.chdir(mkdtempSync(join(parent, "case-")));
    writeFileSync("good.yaml", goodNetwork);
    writeFileSync("bad.yaml", badNetwork);
  });
  afterAll(() => {
    process.chdir(home);
    rmSync(parent, { recursive: true });
  });
}

/** All files under the folder of the test, but the two that were there from the start. */
export const filesWritten = (): readonly string[] =>
  readdirSync(".", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== "good.yaml" && file !== "bad.yaml")
    .sort();

export const read = (file: string): string => readFileSync(file, "utf8");
