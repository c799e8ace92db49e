import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fault, faults } from "./faults.js";
import { gradwalk, type Recording } from "./recording.js";

const home = process.cwd();
const article = resolve("examples/article.yaml");
const out = mkdtempSync(join(tmpdir(), "gradwalk-faults-"));

beforeAll(() => process.chdir("test/fixtures/faults"));
afterAll(() => {
  process.chdir(home);
  rmSync(out, { recursive: true });
});

const runFault = ({ args }: Fault): Promise<Recording> =>
  gradwalk(args.map((argument) => argument.replace("{article}", article).replace("{out}", out)));

/** What stands at a path such as `tensors.0.weight.value.0`, of whose keys some have dots. */
function at(value: unknown, path: string): unknown {
  if (path === "") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const entry = Object.entries(value).find(([key]) => path === key || path.startsWith(`${key}.`));
  return entry && at(entry[1], path.slice(entry[0].length + 1));
}

function expectNear(found: unknown, value: unknown, error: number | null, path: string): void {
  const number = Number(found);
  if (typeof value !== "number" || error === null) expect(found, path).toBe(value);
  else if (value === 0) expect(Math.abs(number), path).toBe(0);
  else expect(Math.abs(number / value - 1), `${path}: ${found}`).toBeLessThanOrEqual(error);
}

function expectJson({ json = [], notJson = [], absent = [] }: Fault, text: string): void {
  const answer: unknown = JSON.parse(text);
  for (const [path, value, error] of json) expectNear(at(answer, path), value, error, path);
  for (const [path, value] of notJson) expect(at(answer, path), path).not.toBe(value);
  for (const path of absent) expect(at(answer, path), path).toBeUndefined();
}

describe("what was wrong, or unfair, is so no longer", () => {
  it.each(faults.map((fault) => [fault.title, fault] as const))("%s", async (_, fault) => {
    const { code, out, err } = await runFault(fault);
    expect(err).not.toMatch(/internal/);
    if (fault.code !== undefined) expect(code, err).toBe(fault.code);
    if (fault.json ?? fault.notJson ?? fault.absent) expectJson(fault, out);
    for (const pattern of fault.out ?? []) expect(out).toMatch(pattern);
    for (const pattern of fault.notOut ?? []) expect(out).not.toMatch(pattern);
    for (const pattern of fault.err ?? []) expect(err).toMatch(pattern);
    for (const pattern of fault.notErr ?? []) expect(err).not.toMatch(pattern);
  });

  const tags = new Set(faults.flatMap(({ agrees }) => (agrees ? [agrees] : [])));
  it.each([...tags])("commands agree about %s", async (tag) => {
    const tagged = faults.filter(({ agrees }) => agrees === tag);
    const codes: number[] = [];
    for (const fault of tagged) codes.push((await runFault(fault)).code);
    expect(tagged.length).toBeGreaterThan(1);
    expect(new Set(codes.map((code) => code === 0)).size, `${codes}`).toBe(1);
  });
});
