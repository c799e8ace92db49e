import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesWritten, goodNetwork, gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

const markdown = ["--format", "md"];

describe("report", () => {
  it.each(["relu(b) - relu(-b)", "relu(b) - 2*relu(b) + relu(-b)", "max(b, 0) + min(b, 0)"])(
    "is not refused where the kinks of %s cancel, and claims no kink of the loss",
    async (formula) => {
      writeFileSync("net.yaml", `parameters: { b: 0 }\nequations:\n  E: 3*(${formula})\n`);
      const { code, err } = await gradwalk(["report", "net.yaml", "--format", "md"]);
      expect([code, err]).toEqual([0, ""]);
      expect(read("output/net/report.en.md")).not.toContain("the loss has a kink");
    },
  );

  it("writes FOLDER/STEM/report.LANGUAGE.FORMAT and says what it has written", async () => {
    const { code, out, err } = await gradwalk([
      ...["report", "good.yaml", "-o", "notes", "--lang", "en,zh"],
      "--json",
    ]);
    expect([code, err]).toEqual([0, ""]);
    const { files, relations } = JSON.parse(out) as {
      files: readonly string[];
      relations: { checked: number; failed: number };
    };
    expect([...files].sort()).toEqual(filesWritten());
    for (const name of ["en.md", "zh.md", "en.html", "zh.html"])
      expect(files).toContain(`notes/good/report.${name}`);
    expect(relations.checked).toBeGreaterThan(100);
    expect(relations.failed).toBe(0);
  });

  it("walks the parameters that are named, also by their index names", async () => {
    const argv = ["report", "good.yaml", ...markdown, "--wrt", "W1[1,2],w5"];
    expect((await gradwalk(argv)).code).toBe(0);
    expect(filesWritten()).toContain("output/good/walk-w2.svg");
    expect(filesWritten()).not.toContain("output/good/walk-w1.svg");
  });

  it("calls what it reads from standard input `stdin`", async () => {
    const { code, out } = await gradwalk(["report", "-", ...markdown], goodNetwork);
    expect(code).toBe(0);
    expect(out).toMatch(/^output\/stdin\/report\.en\.md\n/);
  });

  it("takes the name of the folder from the file, whatever the title is", async () => {
    writeFileSync("反向 传播.yaml", `${goodNetwork}title: ../../elsewhere\n`);
    expect((await gradwalk(["report", "反向 传播.yaml", ...markdown])).code).toBe(0);
    expect(filesWritten()).toContain("output/反向 传播/report.en.md");
    expect(filesWritten().filter((file) => !/^(output\/)?反向 传播/.test(file))).toEqual([]);
  });

  it("answers the good files among bad ones", async () => {
    const { code, out, err } = await gradwalk([
      ...["report", "bad.yaml", "good.yaml", "--json", ...markdown],
    ]);
    expect(code).toBe(2);
    const [failed, written, ...others] = out.split("\n").map((line) => JSON.parse(line));
    expect(failed).toMatchObject({ file: "bad.yaml", error: { line: 5, column: 5 } });
    expect(written.files[0]).toBe("output/good/report.en.md");
    expect(others).toEqual([]);
    expect(err).toMatch(/^bad\.yaml:5:5: error\[unknown-activation\]: .*`sigmiod`/);
  });

  it("leaves no draft behind, and replaces what was there", async () => {
    mkdirSync("output/good", { recursive: true });
    writeFileSync("output/good/report.en.md", "old");
    await gradwalk(["report", "good.yaml", ...markdown]);
    expect(read("output/good/report.en.md")).toMatch(/^# /);
    expect(filesWritten().filter((file) => file.includes("draft"))).toEqual([]);
  });
});

describe("a report that cannot be written leaves everything as it was", () => {
  it.each<readonly [why: string, prepare: () => void, argv: readonly string[], message: string]>([
    [
      "the folder is a file",
      () => writeFileSync("notes", ""),
      ["-o", "notes"],
      "good.yaml: error[not-a-folder]: cannot write into `notes/good`: a part of the path is a file, expected a folder",
    ],
    [
      "a part of the folder's path is a file",
      () => writeFileSync("notes", ""),
      ["-o", "notes/deeper/still"],
      "good.yaml: error[not-a-folder]: cannot write into `notes/deeper/still/good`: a part of the path is a file, expected a folder",
    ],
    [
      "a folder is in the place of the last file",
      () => mkdirSync("notes/good/report.en.html", { recursive: true }),
      ["-o", "notes"],
      "good.yaml: error[not-a-file]: cannot write `notes/good/report.en.html`: it is a folder, expected a file",
    ],
    [
      "a parameter is unknown",
      () => {},
      ["--wrt", "w5,w99"],
      "good.yaml: error[unknown-parameter]: the network has no parameter `w99`\nhelp: its parameters are `w1`, `w2`, `w3`, `w4`; `b1`, `b2`; `w5`, `w6`, `w7`, `w8`; `b3`, `b4`",
    ],
    [
      "a value is no parameter",
      () => {},
      ["--wrt", "h1"],
      "good.yaml: error[unknown-parameter]: `h1` is no parameter of the network\nhelp: its parameters are `w1`, `w2`, `w3`, `w4`; `b1`, `b2`; `w5`, `w6`, `w7`, `w8`; `b3`, `b4`",
    ],
    [
      "a tensor is too large to be walked as a whole",
      () =>
        writeFileSync(
          "good.yaml",
          'sizes: { i: 13 }\ngiven: { x: 1 }\nparameters: { v: [1,2,3,4,5,6,7,8,9,10,11,12,13] }\nequations: { E: "sum(i, v[i]^2*x)" }',
        ),
      ["--wrt", "v"],
      "good.yaml: error[too-many-parameters]: cannot walk all 13 entries of `v`, expected at most 12\nhelp: name some of them: `--wrt v[1],v[2]`",
    ],
    [
      "a number is not finite",
      () => writeFileSync("good.yaml", "parameters: { a: -1 }\nequations: { E: log(a) }"),
      [],
      "good.yaml: error[not-finite]: `E` is not a finite number: it is NaN",
    ],
    [
      "the template is missing",
      () => {},
      ["--template", "mine.md"],
      "mine.md: error[file-not-found]: cannot read the file: there is no such file or folder",
    ],
    [
      "the template has a marker for nothing",
      () => writeFileSync("mine.md", "# Notes\n\n<!-- gradwalk:fordward -->\n"),
      ["--template", "mine.md"],
      "mine.md:3:1: error[unknown-section]: cannot fill in `fordward`, which is no section of a report",
    ],
  ])("%s", async (_, prepare, argv, message) => {
    prepare();
    const before = filesWritten();
    expect(await gradwalk(["report", "good.yaml", ...argv])).toEqual({
      code: 2,
      out: "",
      err: message,
    });
    expect(filesWritten()).toEqual(before);
  });
});

describe("files that cannot be read", () => {
  it.each<readonly [file: string, prepare: () => void, message: string]>([
    [
      "nowhere.yaml",
      () => {},
      "nowhere.yaml: error[file-not-found]: cannot read the file: there is no such file or folder",
    ],
    [".", () => {}, ".: error[not-a-file]: cannot read the file: it is a folder, expected a file"],
    [
      "good.yaml/x",
      () => {},
      "good.yaml/x: error[not-a-folder]: cannot read the file: a part of the path is a file, expected a folder",
    ],
    [
      "a\u001b[2J\nb.yaml",
      () => {},
      "a<U+001B>[2J<U+000A>b.yaml: error[file-not-found]: cannot read the file: there is no such file or folder",
    ],
    [
      "empty.yaml",
      () => writeFileSync("empty.yaml", ""),
      "empty.yaml: error[empty-file]: the file is empty",
    ],
    [
      "utf16.yaml",
      () => writeFileSync("utf16.yaml", Buffer.from(`\ufeff${goodNetwork}`, "utf16le")),
      "utf16.yaml: error[invalid-encoding]: the file is not UTF-8 text\nhelp: save it with the encoding UTF-8",
    ],
    [
      "large.yaml",
      () => writeFileSync("large.yaml", Buffer.alloc(33 * 2 ** 20, "#")),
      "large.yaml: error[file-too-large]: the file has more than 32 MB",
    ],
  ])("%j", async (file, prepare, message) => {
    prepare();
    expect(await gradwalk(["gradients", file])).toEqual({ code: 2, out: "", err: message });
  });

  it("are answered on stdout with --json, among the good ones", async () => {
    const { code, out } = await gradwalk(["gradients", "good.yaml", ".", "good.yaml", "--json"]);
    expect(code).toBe(2);
    const answers = out.split("\n").map((line) => JSON.parse(line));
    expect(answers.map(({ file, loss }) => [file, loss?.value])).toEqual([
      ["good.yaml", 0.2983711087600027],
      [".", undefined],
      ["good.yaml", 0.2983711087600027],
    ]);
    expect(answers[1].error).toEqual({
      code: "not-a-file",
      message: "cannot read the file: it is a folder, expected a file",
      line: null,
      column: null,
      help: null,
    });
  });

  it("standard input is called <stdin>", async () => {
    const { code, err } = await gradwalk(["gradients", "-"], readFileSync("bad.yaml"));
    expect(code).toBe(2);
    expect(err).toMatch(/^<stdin>:5:5: error\[unknown-activation\]/);
  });
});

describe("--wrt with the name of a whole tensor", () => {
  const targetsOf = async (names: string): Promise<readonly string[]> => {
    const { code } = await gradwalk(["report", "good.yaml", "--format", "json", "--wrt", names]);
    expect(code).toBe(0);
    const stream = JSON.parse(read("output/good/report.en.json")) as { targets: string[] };
    return stream.targets;
  };

  it.each(["W1", "0.weight", "w1,w2,w3,w4"])("%s", async (names) => {
    expect(await targetsOf(names)).toEqual(["W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]"]);
  });

  it("that a page prints", async () => {
    writeFileSync("good.yaml", `${goodNetwork}notation: article\n`);
    expect(await targetsOf("V")).toEqual(["W2[1,1]", "W2[1,2]", "W2[2,1]", "W2[2,2]"]);
    expect(await targetsOf("W")).toEqual(["W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]"]);
  });

  it("beside that of a scalar", async () => {
    expect(await targetsOf("w5,2.bias")).toEqual(["W2[1,1]", "B2[1]", "B2[2]"]);
  });

  it("of an equation file", async () => {
    writeFileSync(
      "good.yaml",
      'given: { x: [1, 2] }\nparameters: { W: [[1, 2]] }\nequations: { E: "sum(j, i, W[j,i]*x[i])" }',
    );
    expect(await targetsOf("W")).toEqual(["W[1,1]", "W[1,2]"]);
  });
});
