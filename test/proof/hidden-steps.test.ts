import { describe, expect, it } from "vitest";
import type { StepStream } from "../../src/proof/format/step-stream.js";
import { verifyStream } from "../../src/proof/judge/verify.js";
import { buildStream } from "../../src/proof/write/build-stream.js";
import { networkOf } from "../support/read.js";

/** The boundary h[0] has places at which all of its derivatives are 0. */
const recurrence = {
  given: { x: [0.1, 0.2], y: [1, 0] },
  parameters: { u: 0.5, w: 0.4 },
  equations: {
    "h[0]": "0",
    "h[t]": "tanh(u*x[t] + w*h[t-1])",
    E: "sum(t, (h[t] - y[t])^2) / 2",
  },
};

/** Ranges of one place, data that are 0, a factor that is never on, and an argument of max that is not taken. */
const single = {
  given: { x: [0], c: [[3]] },
  parameters: { W: [[0.5]], v: 0.2, s: 1 },
  equations: {
    "z[j]": "sum(i, W[j,i]*x[i]) + v",
    "a[j]": "relu(z[j] - 2)*3*s + relu(-exp(v))*s",
    "m[j]": "max(a[j], c[j,1]*s)",
    E: "sum(j, m[j]^2)",
  },
};

/** A path that contributes 0 since the unit is off, and one of an argument that is not taken. */
const off = {
  given: { x: 0.5 },
  parameters: { w: 0.3, b: -1 },
  equations: { z: "w*x + b", a: "relu(z)", E: "(a - 1)^2 + max(w, 2)*b + w" },
};

const files = { recurrence, single, off };
const streams = Object.fromEntries(
  Object.entries(files).map(([name, file]) => [name, buildStream(networkOf(file))]),
);
const streamOf = (file: keyof typeof files): StepStream => {
  const stream = streams[file];
  if (!stream) throw new Error(`there is no stream ${file}`);
  return stream;
};

type Row = readonly [file: keyof typeof files, before: string, after: string, wrong: string];

/** Steps whose value stays what it is, at all places of their axes, when they are changed. */
const changed: readonly Row[] = [
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "delta(t/t', 0)"],
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "6*delta(t-t', 0)"],
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "delta(t-t'-7, 0)"],
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "0"],
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "delta(h[t], 0)"],
  ["recurrence", "diff(h[t], h[t'])", "delta(t-t', 0)", "delta(t'-t, 0)*delta(t, 0)"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "2*", "6*"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "y[1]"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "y[t/1]"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "y[t,t]"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "q[t]"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "y[k]"],
  ["recurrence", "diff((h[t] - y[t])^2, h[t'])", "y[t]", "y[t]/0"],
  ["recurrence", "diff(E, h[t'])", "0", "-0"],
  ["recurrence", "diff(E, h[t'])", "0", "0*h[1]"],
  ["single", "diff(W[j,1], W[j',i])", "delta(j-j', 0)", "delta(j-i, 0)"],
  ["single", "diff(W[j,1], W[j',i])", "delta(j-j', 0)*", ""],
  ["single", "diff(W[j,1]*x[1], W[j',i])", "x[1]", "x[j]"],
  ["single", "diff(W[j,1]*x[1], W[j',i])", "x[1]", "x[1]^2"],
  ["single", "diff(W[j,1]*x[1], W[j',i])", "x[1]", "6*x[1]"],
  ["single", "diff(z[j], W[j',i])", "x[1]", "x[1]^3"],
  ["single", "diff(z[j], W[j',i])", "x[1]", "x[i,j]"],
  ["single", "diff(z[j], W[j',i])", "x[1]", "x[1/1]"],
  ["single", "diff(3*relu(z[j] - 2)*s, s)", "3*", "8*"],
  ["single", "diff(-exp(v), v)", "-diff", "-6*diff"],
  ["single", "diff(relu(-exp(v)), v)", "*diff", "*6*diff"],
  ["single", "diff(relu(-exp(v))*s, v)", "s*", "6*s*"],
];

const stepsOf = ([file, before, right]: Row): readonly number[] =>
  streamOf(file)
    .steps.filter((step) => step.before === before && step.after.includes(right))
    .map(({ id }) => id);

/** Rows whose steps are changed in one copy of their stream: judging takes longer than changing. */
const batches: Row[][] = [];
for (const row of changed) {
  const isFree = (batch: readonly Row[]): boolean =>
    batch.every((other) => other[0] === row[0] && other[1] !== row[1]);
  const batch = batches.find(isFree);
  if (batch) batch.push(row);
  else batches.push([row]);
}

const judged = new Map<readonly Row[], readonly number[]>();
/** The steps that are rejected of the stream in which a row is changed. */
function rejectedWith(row: Row): readonly number[] {
  const batch = batches.find((rows) => rows.includes(row)) ?? [row];
  const known = judged.get(batch);
  if (known) return known;
  const stream = streamOf(row[0]);
  const steps = stream.steps.map((step) => {
    const change = batch.find((each) => stepsOf(each).includes(step.id));
    return change ? { ...step, after: step.after.replace(change[2], change[3]) } : step;
  });
  const ids = verifyStream(JSON.stringify({ ...stream, steps })).rejected.map(({ id }) => id);
  judged.set(batch, ids);
  return ids;
}

describe("the judge compares what values at the places of a model cannot tell", () => {
  it.each(Object.keys(files) as (keyof typeof files)[])("the right stream of %s", (file) => {
    expect(verifyStream(JSON.stringify(streamOf(file))).rejected).toEqual([]);
  });

  it.each(changed)("%s: %s with %s as %s", (...row) => {
    const ids = stepsOf(row);
    expect(ids.length, "steps to change").toBeGreaterThan(0);
    expect(rejectedWith(row)).toEqual(expect.arrayContaining([...ids]));
  });

  /** The stream with one step replaced by others. */
  const withSteps = (id: number, replacement: readonly object[]): string => {
    const stream = streamOf("off");
    const steps = stream.steps.flatMap((step) => (step.id === id ? replacement : [step]));
    return JSON.stringify({ ...stream, steps: steps.map((step, k) => ({ ...step, id: k + 1 })) });
  };
  const paths = streamOf("off").steps.filter(({ rule }) => rule === "path");

  it("has paths that contribute nothing", () => {
    expect(paths.filter(({ after }) => after === "0").map(({ before }) => before)).toEqual([
      "E > a > z > w",
      "E > a > z > b",
    ]);
  });

  it.each(paths.map((path) => [path.before, path] as const))("%s must be there", (_, { id }) => {
    expect(verifyStream(withSteps(id, [])).ok).toBe(false);
  });

  it.each(["E > z > w", "E > a > w", "E > a > z > z > w", "E > E > w", "E > x > w"])(
    "%s, which is no path, must not be there",
    (before) => {
      const [first] = paths;
      if (!first) throw new Error("there is no path");
      const { rejected } = verifyStream(
        withSteps(first.id, [{ ...first, before, after: "0" }, first]),
      );
      expect(rejected.length).toBeGreaterThan(0);
    },
  );

  it.each(["0", "1.1e-22", "-0", "0.0", "5.8734e-30"])("%s is not 4.2e-22", (text) => {
    const file = {
      given: { x: 2e-11 },
      parameters: { w: 2.1e-11 },
      equations: { E: "w*x" },
    };
    const stream = buildStream(networkOf(file));
    const right = JSON.stringify(stream);
    expect(right).toContain('"after":"4.2e-22"');
    expect(verifyStream(right).rejected).toEqual([]);
    const wrong = right.replace('"after":"4.2e-22"', `"after":"${text}"`);
    expect(verifyStream(wrong).ok).toBe(false);
  });
});
