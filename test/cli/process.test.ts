import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsdown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badNetwork, goodNetwork } from "./recording.js";

const root = join(import.meta.dirname, "..", "..");
const program = mkdtempSync(join(root, "dist-test-"));
const folder = mkdtempSync(join(tmpdir(), "gradwalk-process-"));

beforeAll(async () => {
  await build({
    config: join(root, "tsdown.config.ts"),
    cwd: root,
    entry: { main: "src/cli/main.ts" },
    outDir: program,
    dts: false,
    logLevel: "silent",
  });
  writeFileSync(join(folder, "good.yaml"), goodNetwork);
  writeFileSync(join(folder, "bad.yaml"), badNetwork);
}, 60_000);

afterAll(() => {
  rmSync(program, { recursive: true });
  rmSync(folder, { recursive: true });
});

/** Runs a shell script in which `gradwalk` is the built program; the last command of a pipe does not hide its exit code. */
function shell(script: string): { readonly code: number | null; out: string; err: string } {
  const text = `set -o pipefail; gradwalk() { "${process.execPath}" "${program}/main.js" "$@"; }; ${script}`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", text], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

describe("the program as a process", () => {
  it("answers on stdout, with nothing on stderr", () => {
    const { code, out, err } = shell("gradwalk gradients - --json < good.yaml");
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ file: "-", loss: { value: 0.2983711087600027 } });
  });

  it("complains on stderr and ends with 2", () => {
    const { code, out, err } = shell(
      "gradwalk gradients bad.yaml good.yaml nowhere.yaml | head -1",
    );
    expect(code).toBe(2);
    expect(out).toBe("good.yaml: E ≈ 0.2983711087600027\n");
    expect(err).toMatch(
      /^bad\.yaml:5:5: .*\nhelp: .*\nnowhere\.yaml: error\[file-not-found\]: .*\n$/,
    );
  });

  it.each(["/dev/stdout", "/dev/fd/1"])("writes a script to %s", (path) => {
    const plain = shell("gradwalk export good.yaml --to python");
    for (const sink of ["| cat", "> copy.py; cat copy.py"]) {
      const through = shell(`gradwalk export good.yaml --to python -o ${path} ${sink}`);
      expect([through.code, through.err]).toEqual([0, ""]);
      expect(through.out.trimEnd()).toBe(plain.out.trimEnd());
    }
  });

  it("ends silently when nobody reads what goes to /dev/stdout", () => {
    const { out, err } = shell("gradwalk export good.yaml --to python -o /dev/stdout | head -1");
    expect([out.split("\n").length, err]).toEqual([2, ""]);
  });

  it("ends silently when nobody reads on, also of an endless input", () => {
    const script = `yes '{"expression":"x^2","wrt":["x"]}' | { gradwalk derive --jsonl; echo $? >&2; } | head -2`;
    const { out, err } = shell(script);
    expect(out.split("\n").length).toBe(3);
    expect(err).toBe("0\n");
  });

  it("shows help on stderr without arguments", () => {
    const { code, out, err } = shell("gradwalk");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^Usage: gradwalk/);
  });
});
