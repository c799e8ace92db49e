import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  archiveOf,
  pickle,
  pickledState,
  safetensorsOf,
  torchOf,
  type Written,
} from "../support/tensor-bytes.js";
import { gradwalk, workInFolder } from "./recording.js";

workInFolder();

type Tensors = Readonly<Record<string, Written>>;

const tensor = (shape: readonly number[], first: number): Written => ({
  dtype: "F64",
  shape,
  data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => Math.sin(first + k)),
});

/** Layers of 2 → 3 → 2 numbers, or of these sizes, under their names. */
function weightsOf(names: readonly string[], sizes: readonly number[] = [2, 3, 2]): Tensors {
  const entries = names.flatMap((name, at) => {
    const [inputs = 0, outputs = 0] = sizes.slice(at, at + 2);
    return [
      [`${name}.weight`, tensor([outputs, inputs], 10 * at)],
      [`${name}.bias`, tensor([outputs], 10 * at + 5)],
    ] as const;
  });
  return Object.fromEntries(entries);
}

const fileOf = (sizes: readonly number[], weights = "weights.pt"): string =>
  JSON.stringify({
    inputs: sizes.slice(0, 1).flatMap((size) => Array.from({ length: size }, (_, k) => k + 1)),
    targets: sizes.slice(-1).flatMap((size) => Array.from({ length: size }, () => 0.5)),
    layers: sizes
      .slice(1)
      .flatMap((out, at) => ["tanh", { linear: { in: sizes[at], out } }])
      .slice(1),
    loss: "mse",
    weights,
  });

/** Writes a network file with its weights, and gives its gradients under the names of its layers, and its loss. */
async function networkWith(names: readonly string[], sizes: readonly number[] = [2, 3, 2]) {
  writeFileSync("weights.pt", torchOf(weightsOf(names, sizes)));
  writeFileSync("net.json", fileOf(sizes));
  const { code, out } = await gradwalk(["gradients", "net.json", "--json"]);
  expect(code).toBe(0);
  const { loss, tensors } = JSON.parse(out);
  const gradients: Record<string, Written> = {};
  for (const [at, name] of names.entries())
    for (const part of ["weight", "bias"]) {
      const { gradient } = tensors[`${2 * at}.${part}`];
      const shape = part === "weight" ? [gradient.length, gradient[0].length] : [gradient.length];
      gradients[`${name}.${part}`] = { dtype: "F64", shape, data: gradient.flat() };
    }
  return { gradients, loss: loss.value as number };
}

const renamed = (tensors: Tensors, change: (name: string) => string): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, value]) => [change(name), value]));

const sorted = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1)));

/** What `check --against` says of a file: the exit code, and the verdicts by name. */
async function against(bytes: Uint8Array, name = "gradients.pt") {
  writeFileSync(name, bytes);
  const { code, out, err } = await gradwalk(["check", "net.json", "--against", name, "--json"]);
  const { claims = [], notJudged = [] } = JSON.parse(out);
  const verdicts = claims.map(
    (claim: { name: string; kind: string; verdict: string }) =>
      `${claim.name} ${claim.kind} ${claim.verdict}`,
  );
  return { code, err, verdicts, notJudged };
}

const right = (tensors: Tensors): readonly string[] =>
  Object.keys(tensors).map((name) => `${name} gradient right`);

describe("names of a class in a file of gradients", () => {
  it.each<readonly [string, readonly string[], readonly number[], (tensors: Tensors) => Tensors]>([
    ["those of the weights file", ["fc1", "fc2"], [2, 3, 2], (tensors) => tensors],
    ["whose order only the weights file tells", ["hidden", "head"], [2, 2, 2], sorted],
    [
      "behind a wrapper",
      ["fc1", "fc2"],
      [2, 3, 2],
      (all) => renamed(all, (name) => `module.${name}`),
    ],
    [
      "others, in the order of a module",
      ["0", "2"],
      [2, 2, 2],
      (all) => renamed(all, (name) => name.replace("0", "hidden").replace("2", "head")),
    ],
    [
      "positions behind a wrapper",
      ["0", "2"],
      [2, 2, 2],
      (all) => renamed(all, (name) => `module.${name}`),
    ],
    [
      "a list of layers",
      ["0", "2"],
      [2, 2, 2],
      (all) => renamed(all, (name) => name.replace("2", "1").replace(/^/, "layers.")),
    ],
  ])("%s", async (_, names, sizes, change) => {
    const { gradients } = await networkWith(names, sizes);
    const given = change(gradients);
    expect(await against(torchOf(given))).toMatchObject({ code: 0, verdicts: right(given) });
    // A wrong number is found under its name.
    const [name = "", first] = Object.entries(given)[0] ?? [];
    const data = Array.from(first?.data ?? [], (value, at) => (at === 0 ? 2 * value : value));
    const wrong = await against(
      torchOf({ ...given, [name]: { dtype: "F64", shape: first?.shape ?? [], data } }),
    );
    expect([wrong.code, wrong.verdicts[0]]).toEqual([1, `${name} gradient wrong`]);
  });

  it("of some layers, where their sizes tell which", async () => {
    const { gradients } = await networkWith(["0", "2"]);
    const given = {
      "last.weight": gradients["2.weight"],
      "last.bias": gradients["2.bias"],
    } as Tensors;
    expect(await against(torchOf(given))).toMatchObject({ code: 0, verdicts: right(given) });
  });

  it.each<readonly [string, readonly number[], (tensors: Tensors) => Uint8Array, RegExp]>([
    [
      "sorted",
      [2, 2, 2],
      (all) =>
        safetensorsOf(
          sorted(renamed(all, (name) => name.replace("0", "hidden").replace("2", "head"))),
        ),
      /unknown-order.*`head`, `hidden`/,
    ],
    [
      "of attention",
      [2, 2, 2],
      (all) => torchOf(renamed(all, (name) => name.replace("0", "q").replace("2", "k"))),
      /unknown-order.*`q`, `k`/,
    ],
    [
      "of one layer of two equal ones",
      [2, 2, 2],
      (all) => torchOf({ "last.bias": all["2.bias"] ?? tensor([2], 0) }),
      /unknown-order.*`last`/,
    ],
    [
      "of more layers than there are",
      [2, 3, 2],
      (all) => torchOf({ ...renamed(all, (name) => `a.${name}`), "b.weight": tensor([2, 2], 0) }),
      /unknown-name.*`a\.0\.weight`/,
    ],
  ])("and not where they do not tell their layers: %s", async (_, sizes, write, message) => {
    const { gradients } = await networkWith(["0", "2"], sizes);
    writeFileSync("gradients.pt", write(gradients));
    const { code, err } = await gradwalk(["check", "net.json", "--against", "gradients.pt"]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe("a name that is not in the weights file beside names that are", () => {
  it.each([
    ["in addition", ["fc1", "fc2", "fc3"]],
    ["in the place of another one", ["fc2", "fc3"]],
  ])("is unknown, %s", async (_, given) => {
    const { gradients } = await networkWith(["fc1", "fc2"], [2, 2, 2]);
    const extra = { ...gradients, "fc3.weight": tensor([2, 2], 0) };
    const named = Object.entries(extra).filter(([name]) =>
      given.includes(name.split(".")[0] ?? ""),
    );
    writeFileSync("gradients.pt", torchOf(Object.fromEntries(named)));
    const { code, err } = await gradwalk(["check", "net.json", "--against", "gradients.pt"]);
    expect(code).toBe(2);
    expect(err.match(/no quantity `.*`/g)).toEqual(["no quantity `fc3.weight`"]);
    expect(err).toMatch(/help: did you intend `fc[12]\.weight`\?/);
  });
});

it("a list in a file of gradients is answered with how gradients are saved", async () => {
  await networkWith(["fc1", "fc2"]);
  writeFileSync("gradients.pt", archiveOf(Buffer.concat([Buffer.from("]"), Buffer.from(".")])));
  const { err } = await gradwalk(["check", "net.json", "--against", "gradients.pt"]);
  expect(err).toMatch(
    /error\[invalid-state-dict\].* a list.*\nhelp: save tensors with their names/,
  );
});

describe("what stands among the gradients", () => {
  it("a loss is compared with the loss", async () => {
    const { gradients, loss } = await networkWith(["fc1", "fc2"]);
    const given = (value: number) =>
      torchOf({ ...gradients, loss: { dtype: "F64", shape: [], data: [value] } });
    expect((await against(given(loss))).verdicts.at(-1)).toBe("loss value right");
    const wrong = await against(given(loss * 1.01));
    expect([wrong.code, wrong.verdicts.at(-1)]).toEqual([1, "loss value wrong"]);
  });

  const none = Buffer.from("N");

  it("None is a gradient that is not there: it is not judged, which is said", async () => {
    await networkWith(["0", "2"]);
    const state = pickledState({ "0.weight": none, "0.bias": none, E: pickle.integer(7) });
    const { code, verdicts, notJudged, err } = await against(archiveOf(state));
    expect([code, verdicts]).toEqual([1, ["E value wrong"]]);
    expect(notJudged).toEqual(["0.weight", "0.bias"]);
    expect(err).toMatch(/gradients\.pt: note: not judged.*`0\.weight`, `0\.bias`/);
  });

  it.each([
    ["JSON", `{"0.weight": null, "0.bias": null, "E": 7}`],
    ["a section", `{"gradients": {"0.weight": null, "0.bias": null}, "loss": 7}`],
    ["YAML", "0.weight: ~\n0.bias:\nE: 7\n"],
  ])("null is one in %s", async (_, text) => {
    await networkWith(["0", "2"]);
    const { code, verdicts, notJudged } = await against(Buffer.from(text));
    expect([code, verdicts[0]?.replace("loss", "E")]).toEqual([1, "E value wrong"]);
    expect(notJudged).toEqual(["0.weight", "0.bias"]);
  });

  it("null beside the gradients of a class counts among its layers", async () => {
    const { gradients } = await networkWith(["0", "2"], [2, 2, 2]);
    const listed = { "hidden.bias": null, "head.bias": gradients["2.bias"]?.data };
    const { code, verdicts, notJudged } = await against(Buffer.from(JSON.stringify(listed)));
    expect([code, verdicts, notJudged]).toEqual([0, ["head.bias gradient right"], ["hidden.bias"]]);
  });

  it("nothing but null is nothing to judge", async () => {
    await networkWith(["0", "2"]);
    const { code, err } = await against(Buffer.from(`{"0.weight": null, "0.bias": null}`));
    expect(code).toBe(2);
    expect(err).toMatch(/error\[empty-reference\].*\nhelp: None or null .*backward/);
  });

  it("nothing but None is nothing to judge", async () => {
    await networkWith(["0", "2"]);
    writeFileSync("gradients.pt", archiveOf(pickledState({ "0.weight": none, "0.bias": none })));
    const { code, err } = await gradwalk(["check", "net.json", "--against", "gradients.pt"]);
    expect(code).toBe(2);
    expect(err).toMatch(/error\[empty-reference\].*\nhelp: None .*backward/);
  });

  it("also in a checkpoint, with a loss beside them, where the number of an epoch is passed over", async () => {
    await networkWith(["0", "2"]);
    const beside = { epoch: pickle.integer(3), loss: pickle.integer(7) };
    const bytes = archiveOf(pickledState({ gradients: nested({ "0.bias": none }), ...beside }));
    const { verdicts, notJudged } = await against(bytes);
    expect([verdicts, notJudged]).toEqual([["loss value wrong"], ["0.bias"]]);
  });
});

const nested = (entries: Readonly<Record<string, Buffer>>): Buffer =>
  Buffer.concat([
    Buffer.from("}"),
    pickle.mark,
    ...Object.entries(entries).flatMap(([name, value]) => [pickle.string(name), value]),
    pickle.setItems,
  ]);

describe("a file is known by its bytes", () => {
  it.each([
    ["gradients", torchOf],
    ["gradients.bin", safetensorsOf],
    ["gradients.yaml", torchOf],
  ])("%s", async (name, write) => {
    const { gradients } = await networkWith(["0", "2"]);
    expect(await against(write(gradients), name)).toMatchObject({ code: 0 });
  });

  it("text in a file with the name of tensors is text", async () => {
    const { loss } = await networkWith(["0", "2"]);
    expect(await against(Buffer.from(`E: ${loss}`), "gradients.pt")).toMatchObject({ code: 0 });
  });
});
