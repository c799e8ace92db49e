import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gradwalk, workInFolder } from "./recording.js";

workInFolder();

const json = (text: string) => JSON.parse(text) as Record<string, unknown>;

describe("check", () => {
  it("prints a table with a row for each parameter", async () => {
    const { code, out, err } = await gradwalk(["check", "good.yaml"]);
    expect([code, err]).toEqual([0, ""]);
    const [summary, head, ...rows] = out.split("\n");
    expect(summary).toMatch(
      /^good\.yaml: every gradient holds, 12 checked, largest relative error /,
    );
    expect(head?.trim().split(/ {2,}/)).toEqual([
      ...["parameter", "symbolic", "reverse", "finite difference", "complex step"],
      ...["high precision", "error", "verdict"],
    ]);
    expect(rows).toHaveLength(12);
    expect(rows[0]).toMatch(/^w1 +0\.0004385677345 .* match$/);
  });

  it.each([
    [
      "abs(a) + b^2",
      "every gradient holds, 2 checked (1 match, 1 at a kink), largest relative error 0.0e+0",
    ],
    ["abs(a) + relu(b - 2)", "every gradient holds, 2 checked (2 at a kink)"],
    [
      "sign(a) + b^2",
      "no gradient is known to be wrong, 2 checked (1 match, 1 uncheckable), largest relative error 0.0e+0",
    ],
  ])("claims of %s no more than was checked", async (formula, summary) => {
    writeFileSync("net.yaml", `parameters: { a: 0, b: 2 }\nequations:\n  E: ${formula}\n`);
    const { code, out } = await gradwalk(["check", "net.yaml"]);
    expect([code, out.split("\n")[0]]).toEqual([0, `net.yaml: ${summary}`]);
  });

  it.each([
    ["{ E: 1 + 2 }", "nothing to check, as there are no parameters and nothing is given", 0, 0],
    [
      '{ E: "q^2 + r" }\ngiven: { q: 3, r: 2 }',
      "every derivative by what is given holds, 2 checked, largest relative error 0.0e+0",
      2,
      2,
    ],
    [
      '{ E: "sign(q)" }\ngiven: { q: 0 }',
      "no derivative by what is given could be checked, 1 checked (1 uncheckable)",
      1,
      1,
    ],
    [
      '{ E: "q^2" }\ngiven: { q: 3 }\nparameters: { w: 1, v: [1, 2] }',
      "every gradient holds, 3 checked, all of them exactly 0, largest relative error 0.0e+0",
      3,
      0,
    ],
    [
      '{ E: "w*x" }\nparameters: { w: 2, x: 1 }\nfrozen: [w, x]',
      "every gradient holds, 2 checked, largest relative error 0.0e+0",
      2,
      0,
    ],
  ])("never says of nothing that it holds: %s", async (equations, summary, checked, inputs) => {
    writeFileSync("net.yaml", `equations: ${equations}\n`);
    const { code, out } = await gradwalk(["check", "net.yaml"]);
    expect([code, out.split("\n")[0]]).toEqual([0, `net.yaml: ${summary}`]);
    const answer = json((await gradwalk(["check", "net.yaml", "--json"])).out);
    expect(answer).toMatchObject({ ok: true, checked, total: checked, sampled: false });
    expect(Object.keys(answer.parameters ?? {})).toHaveLength(checked - inputs);
    expect(Object.keys(answer.inputs ?? {})).toHaveLength(inputs);
  });

  it("takes numbers without a type for float32 where they are, and says so", async () => {
    const weights = [0.0004385677344, 0.00087713546894, 0.00049771273526, 0.00099542547];
    const against = async (numbers: readonly number[]) => {
      const [a, b, c, d] = numbers;
      const reference = {
        "0.weight": [
          [a, b],
          [c, d],
        ],
      };
      writeFileSync("mine.json", JSON.stringify(reference));
      const { code, out } = await gradwalk(["check", "good.yaml", "--against", "mine.json"]);
      return { code, out, isSaid: out.includes("the numbers given are taken for float32") };
    };
    const right = await against(weights.map(Math.fround));
    expect(right).toMatchObject({ code: 0, isSaid: true });
    expect(right.out).toContain("The numbers given, judged as float32:");
    const halved = weights.map((each, place) => Math.fround(place === 2 ? each / 2 : each));
    const wrong = await against(halved);
    expect(wrong).toMatchObject({ code: 1, isSaid: true });
    expect(wrong.out).toMatch(
      /^0\.weight {2}gradient {2}0\.00024885638 {2}0\.000497712735 +\de-\d+ {2}wrong, 1 of 4 not right$/m,
    );
    expect(await against(weights.map((each) => each * 1.0001))).toMatchObject({
      code: 1,
      isSaid: false,
    });
  });

  it("prints a line of JSON for each file, with the keys of the contract", async () => {
    const { code, out } = await gradwalk(["check", "good.yaml", "bad.yaml", "--json"]);
    const [good = "", bad = ""] = out.split("\n");
    expect(code).toBe(2);
    const answer = json(good);
    expect(answer).toMatchObject({ file: "good.yaml", ok: true, checked: 12, total: 12 });
    expect(answer).toMatchObject({ kinks: [], claims: [] });
    expect(answer.maxRelativeError).toBeLessThan(1e-14);
    const parameters = answer.parameters as Record<string, Record<string, unknown>>;
    expect(Object.keys(parameters)).toHaveLength(12);
    expect(parameters.w1).toMatchObject({ verdict: "match", ok: true, coarse: false });
    for (const method of [
      "symbolic",
      "reverse",
      "finiteDifference",
      "complexStep",
      "highPrecision",
    ])
      expect(parameters.w1?.[method]).toBeCloseTo(0.0004385677344743468, 12);
    expect(json(bad)).toMatchObject({ file: "bad.yaml", error: { line: 5 } });
  });

  it("explains a kink, which is no error", async () => {
    writeFileSync("kink.yaml", "parameters: { x: 0 }\nequations: { y: relu(3*x), E: y + 1 }\n");
    const { code, out } = await gradwalk(["check", "kink.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain(
      "kink at x (relu in y): 0 from the left, 3 from the right; in use, as in PyTorch: 0",
    );
    const answer = json((await gradwalk(["check", "kink.yaml", "--json"])).out);
    expect(answer).toMatchObject({
      ok: true,
      parameters: { x: { verdict: "kink", complexStep: null } },
    });
    expect(answer.kinks).toEqual([
      {
        ...{ parameter: "x", quantity: "y", function: "relu", left: 0, right: 3 },
        ...{ interval: [0, 3], convention: 0, ok: true },
        sites: [{ quantity: "y", function: "relu" }],
      },
    ]);
  });

  it("names some of many functions at a kink", async () => {
    const equations = { "h[i]": "relu((i - 4.5)*x)", E: "sum(i, h[i])" };
    writeFileSync(
      "many.json",
      JSON.stringify({ sizes: { i: 8 }, parameters: { x: 0 }, equations }),
    );
    const { out } = await gradwalk(["check", "many.json"]);
    expect(out).toContain(
      "kink at x (relu in h[1], relu in h[2], relu in h[3], relu in h[4], relu in h[5] and 3 more): -8 from the left, 8 from the right; in use, as in PyTorch: 0",
    );
  });

  it("has no verdict on a jump, and no difference across a kink", async () => {
    const equations = { j: "atan2(a, -1)", r: "relu(b)", E: "j + r" };
    const parameters = { a: 0, b: 1e-13 };
    writeFileSync("cut.json", JSON.stringify({ parameters, equations }));
    const { code, out } = await gradwalk(["check", "cut.json", "--json"]);
    expect(code).toBe(0);
    expect(json(out).parameters).toMatchObject({
      a: { verdict: "uncheckable", reason: "no-derivative" },
      b: { verdict: "match", symbolic: 1, highPrecision: 1, finiteDifference: 1 },
    });
  });

  it.each([
    ["a step wider than what happens", "log(x)", 1e-300],
    ["an overflow on the way", "log1p(exp(x))", 800],
    ["an underflow of the step", "x^2", 1e-310],
  ])("prints no complex step over %s", async (_, right, x) => {
    writeFileSync("step.json", JSON.stringify({ parameters: { x }, equations: { E: right } }));
    const { out } = await gradwalk(["check", "step.json", "--json"]);
    expect(json(out).parameters).toMatchObject({ x: { verdict: "match", complexStep: null } });
  });

  it("names a kink onto which only float64 has rounded", async () => {
    const file = "parameters: { x: 0.5 }\nequations: { E: relu(x - 0.49999999999999999999) }\n";
    writeFileSync("onto.yaml", file);
    const { code, out } = await gradwalk(["check", "onto.yaml", "--json"]);
    expect(code).toBe(0);
    expect(json(out).kinks).toMatchObject([{ parameter: "x", function: "relu", convention: 0 }]);
  });

  it("writes an infinite side as a word and a missing one as null", async () => {
    writeFileSync("root.yaml", "parameters: { x: 0 }\nequations: { E: sqrt(x) }\n");
    const { code, out } = await gradwalk(["check", "root.yaml", "--json"]);
    expect(code).toBe(0);
    expect(json(out).kinks).toMatchObject([
      { left: null, right: "Infinity", interval: null, convention: "Infinity" },
    ]);
  });

  it("says where nothing can be checked, and why", async () => {
    writeFileSync("jump.yaml", "parameters: { x: 0 }\nequations: { E: sign(x) }\n");
    const { code, out } = await gradwalk(["check", "jump.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain("uncheckable: the loss jumps there, or its domain ends");
  });

  it("says where float64 is coarse", async () => {
    writeFileSync("cancel.yaml", "parameters: { x: 0.0001 }\nequations: { E: (1 - cos(x))/x^2 }\n");
    const { out } = await gradwalk(["check", "cancel.yaml"]);
    expect(out).toMatch(
      /float64 is coarse at x: its rounding error can reach \de-?\d+, more than 1e-9 of the value/,
    );
  });

  it("shows the number that gradients prints, and judges what float64 makes of it", async () => {
    writeFileSync("near.yaml", "parameters: { x: 1e-7 }\nequations: { E: (1 - cos(x))/x^2 }\n");
    const gradients = json((await gradwalk(["gradients", "near.yaml", "--json"])).out);
    const { code, out } = await gradwalk(["check", "near.yaml", "--json"]);
    const { x } = json(out).parameters as Record<string, Record<string, number>>;
    const printed = (gradients.gradients as Record<string, number>).x;
    expect([code, x?.symbolic]).toEqual([0, printed]);
    expect(x?.symbolic).toBeCloseTo(-1e-7 / 12, 20);
    expect(x).toMatchObject({ verdict: "match", ok: true, coarse: true });
    expect(x?.float64).not.toBe(x?.symbolic);
    expect(Math.abs((x?.float64 ?? 0) - (printed ?? 0))).toBeLessThan(x?.errorBound ?? 0);
    expect(json(out).maxRelativeError).toBeLessThan(1e-12);
    const table = (await gradwalk(["check", "near.yaml"])).out;
    expect(table.split("\n")[2]).toMatch(/^x +-8\.333333333e-9 /);
  });

  it.each([
    ["a sum of logarithms that overflows on the way", "log(exp(w) + exp(w - 1))", 1000],
    ["a quotient of exponentials", "exp(w)/(exp(w) + 3*exp(2*w - 1000))", 1000],
  ])("judges a gradient where float64 has no number: %s", async (_, right, w) => {
    writeFileSync("far.yaml", `parameters: { w: ${w} }\nequations: { E: "${right}" }\n`);
    const { code, out } = await gradwalk(["check", "far.yaml", "--json"]);
    const gradients = json((await gradwalk(["gradients", "far.yaml", "--json"])).out);
    expect(code).toBe(0);
    const parameters = json(out).parameters as Record<string, Record<string, unknown>>;
    expect(parameters.w).toMatchObject({ verdict: "match", ok: true, coarse: true });
    expect(parameters.w?.symbolic).toBe((gradients.gradients as Record<string, number>).w);
  });

  it("warns as gradients does", async () => {
    const layers = [{ linear: { weight: [[1], [2]] } }, "softmax"];
    const flat = { inputs: [0.5], targets: [1, 0], loss: "cross_entropy", layers };
    writeFileSync("twice.json", JSON.stringify(flat));
    const of = async (command: string) => {
      const { out, err } = await gradwalk([command, "twice.json", "--json"]);
      return [json(out).warnings, err];
    };
    const [warnings, err] = await of("gradients");
    expect(warnings).toMatchObject([{ code: "probabilities-as-logits" }]);
    expect(await of("check")).toEqual([warnings, err]);
    expect(json((await gradwalk(["check", "good.yaml", "--json"])).out)).not.toHaveProperty(
      "warnings",
    );
  });

  it("names a quantity that is not finite", async () => {
    writeFileSync("pole.yaml", "parameters: { x: 0 }\nequations: { y: 1/x, E: y }\n");
    const { code, err } = await gradwalk(["check", "pole.yaml"]);
    expect(code).toBe(2);
    expect(err).toContain("pole.yaml: error[not-finite]: `y` is not a finite number");
  });

  it("says that it checks a sample of a large network", async () => {
    const row = (n: number) => Array.from({ length: 40 }, (_, k) => Math.sin(n + k) / 8);
    const weight = Array.from({ length: 40 }, (_, n) => row(n));
    const layers = [{ linear: { weight, bias: 0.1 } }];
    const file = { inputs: row(0), targets: row(9), loss: "mse", layers };
    writeFileSync("large.json", JSON.stringify(file));
    const { code, out, err } = await gradwalk(["check", "large.json", "--json"]);
    expect(code).toBe(0);
    const { checked, total, sampled, parameters } = json(out);
    expect([total, sampled]).toEqual([1601, true]);
    expect(Object.keys(parameters as object)).toHaveLength(Number(checked));
    expect(err).toBe(
      `large.json: note: ${checked} of 1601 parameters were checked, spread evenly over all weights and biases`,
    );
  }, 30_000);
});

describe("check --against", () => {
  it("ends with 1 where a number is wrong, and names the first", async () => {
    writeFileSync("mine.yaml", "w1: 0.000438568\nk1: 0.5933\nE: 0.2988\nw5: 0.08\n");
    const { code, out } = await gradwalk(["check", "good.yaml", "--against", "mine.yaml"]);
    expect(code).toBe(1);
    expect(out.split("\n").slice(-7)).toEqual([
      "The numbers given, judged by their written digits:",
      "name      kind        given        right  verdict",
      "w1    gradient  0.000438568  0.000438568  right",
      "k1       value       0.5933       0.5933  right",
      "E        value       0.2988       0.2984  wrong",
      "w5    gradient         0.08         0.08  right",
      "first to depart along the network: the value of E, given 0.2988, right 0.2984",
    ]);
  });

  it("accepts what gradients prints", async () => {
    const { out } = await gradwalk(["gradients", "good.yaml", "--json"]);
    const { code, out: answer } = await gradwalk(
      ["check", "good.yaml", "--against", "-", "--json"],
      out,
    );
    expect(code).toBe(0);
    expect(json(answer)).toMatchObject({ ok: true, precision: "double", first: null });
  });

  it("gives each claim in JSON", async () => {
    writeFileSync("mine.json", '{"w1": 0.0005, "2.bias": [0.1385, -0.0381]}');
    const { code, out } = await gradwalk([
      "check",
      "good.yaml",
      "--against",
      "mine.json",
      "--json",
    ]);
    expect(code).toBe(1);
    expect(json(out)).toMatchObject({
      ok: false,
      precision: "written",
      first: { name: "w1", kind: "gradient", given: 0.0005 },
      claims: [
        { name: "w1", given: 0.0005, verdict: "last digit off", ok: false, rightText: "0.0004" },
        { name: "2.bias", given: [0.1385, -0.0381], verdict: "right", ok: true, compared: 2 },
      ],
    });
  });

  it.each([
    ["w99: 1", "mine.yaml:1:1: error[unknown-name]: the network has no quantity `w99`"],
    ["w1: 1\nw2: none", "mine.yaml:2:5: error[invalid-number]: `w2` has `none`, expected a number"],
  ])("%s: says what is wrong with the numbers, and where", async (text, message) => {
    writeFileSync("mine.yaml", text);
    const { code, err, out } = await gradwalk([
      "check",
      "good.yaml",
      "--against",
      "mine.yaml",
      "--json",
    ]);
    expect(code).toBe(2);
    expect(err.split("\nhelp: write")[0]).toBe(message);
    expect(json(out)).toMatchObject({ file: "good.yaml", error: { code: expect.any(String) } });
  });

  it("judges NaN and infinities with their places, and the numbers beside them", async () => {
    writeFileSync("mine.json", '{"w1": NaN, "w2": 0.0008771, "2.bias": [0.1385, -Infinity]}');
    const words = ["check", "good.yaml", "--against", "mine.json"];
    const { code, out } = await gradwalk(words);
    expect(code).toBe(1);
    expect(out.split("\n").slice(-6)).toEqual([
      "name        kind      given        right  verdict",
      "w1      gradient        NaN  0.000438568  wrong",
      "w2      gradient  0.0008771    0.0008771  right",
      "2.bias  gradient  -Infinity   -0.0380982  wrong, 1 of 2 not right",
      "first to depart along the network: the gradient of b4, given -Infinity, right -0.0380982",
      "no finite number: w1 is NaN (mine.json:1:8), b4 is -Infinity (mine.json:1:49)",
    ]);
    const { out: answer } = await gradwalk([...words, "--json"]);
    expect(json(answer)).toMatchObject({
      ok: false,
      first: { name: "b4", given: "-Infinity" },
      claims: [
        { name: "w1", given: "NaN", verdict: "wrong" },
        { name: "w2", verdict: "right" },
        { name: "2.bias", given: [0.1385, "-Infinity"], wrong: 1 },
      ],
    });
  });

  it("says of each entry what it is judged by, where that differs", async () => {
    const floats = [0.0004385677344, 0.00087713546894].map(Math.fround);
    const others = [0.00049771273526, 0.00099542547].map(Math.fround);
    writeFileSync("mine.json", JSON.stringify({ "0.weight": [floats, others], w5: 0.0822 }));
    const words = ["check", "good.yaml", "--against", "mine.json"];
    const { code, out } = await gradwalk(words);
    expect(code).toBe(0);
    expect(out).toContain("The numbers given:");
    expect(out).toContain("note: the numbers of `0.weight` are taken for float32");
    const { out: answer } = await gradwalk([...words, "--json"]);
    expect(json(answer)).toMatchObject({
      precision: "mixed",
      claims: [
        {
          precision: "float32",
          bound: [[expect.any(Number), expect.any(Number)], expect.anything()],
        },
        { precision: "written" },
      ],
    });
  });

  it("a file that is not there, and standard input for both", async () => {
    const missing = await gradwalk(["check", "good.yaml", "--against", "none.json"]);
    expect([missing.code, missing.err]).toEqual([
      2,
      "none.json: error[file-not-found]: cannot read the file: there is no such file or folder",
    ]);
    const twice = await gradwalk(["check", "-", "--against", "-"]);
    expect(twice.code).toBe(2);
    expect(twice.err).toContain("`-` stands twice");
  });
});
