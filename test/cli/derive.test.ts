import { describe, expect, it } from "vitest";
import { filesWritten, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

const lines = (out: string): readonly Readonly<Record<string, unknown>>[] =>
  out.split("\n").map((line) => JSON.parse(line));

describe("derive", () => {
  it("explains each step on the terminal", async () => {
    const argv = ["derive", "exp(-x^2/2)", "--wrt", "x", "--at", "x=-1e-3"];
    expect(await gradwalk(argv)).toEqual({
      code: 0,
      out: `exp(-0.5*x^2) ≈ 0.999999500000125

by x:
  chain              d/dx(exp(-0.5*x^2)) = d/du(exp(u))*d/dx(-0.5*x^2)   with u = -0.5*x^2
  exp                d/du(exp(u)) = exp(u)
  constant-multiple  d/dx(-0.5*x^2) = -0.5*d/dx(x^2)
  power              d/dx(x^2) = 2*x
  collect            d/dx(exp(-0.5*x^2)) = -exp(-0.5*x^2)*x
  = -exp(-0.5*x^2)*x ≈ 0.000999999500000125`,
      err: "",
    });
  });

  it.each([
    [
      "relu(x)",
      "x=0",
      ["relu at 0 is 0 from the left, 1 from the right; in use, as in PyTorch: 0"],
    ],
    [
      "y*abs(x-1)",
      "x=1,y=0",
      ["abs at 0 is -1 from the left, 1 from the right; in use, as in PyTorch: 0"],
    ],
    [
      "leaky_relu(x, y)",
      "x=0,y=0.2",
      ["leaky_relu at 0 is 0.2 from the left, 1 from the right; in use, as in PyTorch: 0.2"],
    ],
    ["leaky_relu(x, y)", "x=0,y=1", []],
    ["relu(y)+x", "x=0,y=0", []],
    ["relu(x)", "x=1e-300", []],
    ["relu(x)", undefined, []],
    ["max(x,y)", "x=1,y=2", []],
    [
      "max(x,y)",
      "x=2,y=2",
      ["max tie; in use, as in PyTorch: an equal share of the slope for each"],
    ],
  ])("says of %s at %s where a value is a convention", async (expression, at, kinks) => {
    const point = at === undefined ? [] : ["--at", at];
    const { out } = await gradwalk(["derive", expression, "--wrt", "x", ...point]);
    const found = out.split("\n").filter((line) => line.startsWith("  kink: "));
    expect(found.map((line) => line.replace(/^.* of (?=\w+ (at|tie))/, ""))).toEqual(kinks);
  });

  it("says on the page where a value is a convention", async () => {
    const argv = ["derive", "relu(x)+max(x,y)", "--wrt", "x", "--lang", "en,zh", "--format", "md"];
    await gradwalk([...argv, "--at", "x=0,y=0", "-o", "kinked"]);
    const english = read("kinked/derivation.en.md");
    expect(english).toContain("from the left the slope is $0$, from the right $1$.");
    expect(english).toContain("Arguments of max tie here");
    expect(read("kinked/derivation.zh.md")).toContain("max 在这里有几个自变量并列");
    await gradwalk([...argv, "--at", "x=1,y=0", "-o", "smooth"]);
    expect(read("smooth/derivation.en.md")).not.toMatch(/kink|tie here/);
  });

  it("says how often it was differentiated by a variable, and a number once", async () => {
    const { out } = await gradwalk([
      "derive",
      "x*y",
      "--wrt",
      "x,y",
      "--order",
      "2",
      "--at",
      "x=1,y=3",
    ]);
    const heads = out.split("\n").filter((line) => /^(by| {2}=) /.test(line));
    expect(heads).toEqual(["by x, twice:", "  = 0", "by x,y:", "  = 1", "by y, twice:", "  = 0"]);
  });

  it("gives the promised keys as data", async () => {
    const { out } = await gradwalk(["derive", "2*x^3", "--wrt", "x", "--at", "x=.5", "--json"]);
    expect(out).toBe(
      JSON.stringify({
        expression: "2*x^3",
        value: 0.25,
        derivatives: {
          x: {
            infix: "6*x^2",
            tex: "6 x^{2}",
            value: 1.5,
            steps: [
              { rule: "constant-multiple", before: "d/dx(2*x^3)", after: "2*d/dx(x^3)" },
              { rule: "power", before: "d/dx(x^3)", after: "3*x^2" },
              { rule: "collect", before: "d/dx(2*x^3)", after: "6*x^2" },
            ],
          },
        },
      }),
    );
  });

  it("has no values without a point", async () => {
    const { out } = await gradwalk(["derive", "x", "--wrt", "x", "--json"]);
    expect(JSON.parse(out)).toMatchObject({ value: null, derivatives: { x: { value: null } } });
  });

  it("names second derivatives by their variables", async () => {
    const { out } = await gradwalk([
      ...["derive", "x^2*y^3", "--wrt", "x,y", "--order", "2", "--at", "x=2,y=-1", "--json"],
    ]);
    const { derivatives } = JSON.parse(out) as {
      derivatives: Record<string, { infix: string; value: number }>;
    };
    expect(Object.entries(derivatives).map(([key, { value }]) => [key, value])).toEqual([
      ["x", -2],
      ["x,y", 12],
      ["y", -24],
    ]);
  });

  it("answers a bad expression with its error", async () => {
    const { code, out, err } = await gradwalk([
      "derive",
      "x + yy",
      "--wrt",
      "x",
      "--at",
      "x=1",
      "--json",
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      expression: "x + yy",
      error: {
        code: "missing-value",
        message: "there is no value for `yy`",
        line: 1,
        column: 5,
        help: "add it to the point: --at yy=…",
      },
    });
    expect(err).toBe(
      "<expression>:1:5: error[missing-value]: there is no value for `yy`\nhelp: add it to the point: --at yy=…",
    );
  });

  it("suggests the variable that was meant", async () => {
    const { code, err } = await gradwalk(["derive", "rate^2", "--wrt", "raet"]);
    expect([code, err]).toEqual([
      2,
      "<expression>: error[unknown-variable]: the expression does not contain `raet`\nhelp: did you intend `rate`?",
    ]);
  });

  it("takes two ways to write one name for the same name", async () => {
    const { code, out } = await gradwalk([
      "derive",
      "e\u0301^2",
      "--wrt",
      "\u00e9",
      "--at",
      "e\u0301=3",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/= 6$/);
  });

  it("writes pages in each language and format", async () => {
    const { code, out } = await gradwalk([
      ...["derive", "x^2*sin(x)", "--wrt", "x", "--at", "x=1", "--lang", "en,zh", "-o", "pages"],
    ]);
    expect(code).toBe(0);
    expect(filesWritten()).toEqual([
      "pages/derivation.en.html",
      "pages/derivation.en.md",
      "pages/derivation.zh.html",
      "pages/derivation.zh.md",
    ]);
    expect(out).toMatch(/^pages\/derivation\.en\.md\n.*[1-9]\d* relations verified$/s);
    expect(read("pages/derivation.zh.md")).toContain("x^{2}");
  });

  it("says with --json which pages it has written", async () => {
    const { out } = await gradwalk(["derive", "x^2", "--wrt", "x", "--format", "md", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      expression: "x^2",
      files: ["output/derivation.en.md"],
      relations: { failed: 0 },
    });
  });
});

describe("derive --jsonl", () => {
  it("answers line by line, and goes on after a bad one", async () => {
    const requests = [
      '\ufeff{"expression":"x^2","wrt":["x"],"at":{"x":3}}\r',
      "",
      "   ",
      "nothing",
      "[1]",
      '{"wrt":["x"]}',
      '{"expression":"x","wrt":[]}',
      '{"expression":"x","wrt":["x"],"order":3}',
      '{"expression":"x","wrt":["x"],"at":[1]}',
      '{"expression":"x","wrt":["x"],"at":{"x":"1"}}',
      '{"expression":"x","wrt":["x"],"at":{"x":1e999}}',
      '{"expression":"x^","wrt":["x"]}',
      '{"expression":"log(x)","wrt":["x"],"at":{"x":-1}}',
      '{"expression":"x\u2028+1","wrt":["x"]}',
      '{"expression":"__proto__^2","wrt":"__proto__","at":{"__proto__":-0.5}}',
    ];
    const { code, out, err } = await gradwalk(["derive", "--jsonl"], requests.join("\n"));
    expect([code, err]).toEqual([0, ""]);
    const answers = lines(out).map(({ error, value }) =>
      error ? (error as { message: string }).message : value,
    );
    expect(answers).toEqual([
      9,
      "the line is not JSON",
      "the line is not a JSON object",
      "`expression` is not a text",
      "`wrt` is not a list of names",
      "`order` is neither 1 nor 2",
      "`at` is not an object",
      "`at` has no finite number for `x`",
      "`at` has no finite number for `x`",
      "the formula ends after `^`, where a value was expected",
      "`log(x)` needs an argument > 0: `x` is -1",
      "the formula has the invisible character U+2028",
      0.25,
    ]);
    expect(out).toContain('"derivatives":{"__proto__":{"infix":"2*__proto__"');
  });

  it("ends with the input, also without a line", async () => {
    expect(await gradwalk(["derive", "--jsonl"])).toEqual({ code: 0, out: "", err: "" });
  });
});
