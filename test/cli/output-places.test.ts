import { execSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { gradwalk, read, workInFolder } from "./recording.js";

workInFolder();

const script = ["export", "good.yaml", "--to", "python", "-o"];
const commands: readonly (readonly [string, readonly string[]])[] = [
  ["export", script],
  ["train", ["train", "good-sgd.yaml", "--steps", "1", "-o"]],
];
const prepare = (): void =>
  writeFileSync("good-sgd.yaml", `${read("good.yaml")}optimizer: { sgd: { lr: 0.5 } }\n`);

const modeOf = (file: string): number => statSync(file).mode & 0o777;
/** What is left in the folder that nobody asked for. */
const leftovers = (): readonly string[] =>
  readdirSync(".", { recursive: true, encoding: "utf8" }).filter((name) => /draft/.test(name));

describe.each(commands)("-o of %s", (_, argv) => {
  it("keeps a symbolic link, and writes what it leads to", async () => {
    prepare();
    mkdirSync("real");
    writeFileSync("real/out.txt", "old");
    symlinkSync("real/out.txt", "link");
    symlinkSync("link", "second");
    expect((await gradwalk([...argv, "second"])).code).toBe(0);
    expect(lstatSync("second").isSymbolicLink() && lstatSync("link").isSymbolicLink()).toBe(true);
    expect(lstatSync("real/out.txt").isFile()).toBe(true);
    expect(read("real/out.txt")).not.toBe("old");
    expect(leftovers()).toEqual([]);
  });

  it("makes the file that a dangling link names", async () => {
    prepare();
    mkdirSync("real");
    symlinkSync("real/new.txt", "link");
    expect((await gradwalk([...argv, "link"])).code).toBe(0);
    expect(lstatSync("link").isSymbolicLink()).toBe(true);
    expect(read("real/new.txt").length).toBeGreaterThan(10);
  });

  it.each([0o600, 0o640, 0o755, 0o666])("keeps the mode %o", async (mode) => {
    prepare();
    writeFileSync("out", "old");
    chmodSync("out", mode);
    expect((await gradwalk([...argv, "out"])).code).toBe(0);
    expect([modeOf("out"), read("out") === "old"]).toEqual([mode, false]);
  });

  it("makes the folders that are missing", async () => {
    prepare();
    expect((await gradwalk([...argv, "a/b/out"])).code).toBe(0);
    expect(existsSync("a/b/out")).toBe(true);
  });

  it("writes through a pipe", async () => {
    prepare();
    execSync("mkfifo pipe");
    const reader = spawn("cat", ["pipe"]);
    const chunks: string[] = [];
    reader.stdout.on("data", (chunk) => chunks.push(String(chunk)));
    const closed = new Promise((done) => reader.on("close", done));
    expect((await gradwalk([...argv, "pipe"])).code).toBe(0);
    await closed;
    expect(chunks.join("").length).toBeGreaterThan(10);
    expect(lstatSync("pipe").isFIFO()).toBe(true);
  });

  it("writes into a device", async () => {
    prepare();
    expect((await gradwalk([...argv, "/dev/null"])).code).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  const refused: readonly (readonly [string, () => string, RegExp])[] = [
    [
      "a read-only file",
      () => {
        writeFileSync("out", "old");
        chmodSync("out", 0o444);
        return "out";
      },
      /^\S+: error\[no-permission\]: cannot write `out`: it is read-only$/,
    ],
    [
      "a link to a read-only file",
      () => {
        writeFileSync("out", "old");
        chmodSync("out", 0o400);
        symlinkSync("out", "link");
        return "link";
      },
      /error\[no-permission\]: cannot write `link`: it is read-only$/,
    ],
    [
      "a folder",
      () => {
        mkdirSync("out");
        return "out";
      },
      /error\[not-a-file\]: cannot write `out`: it is a folder, expected a file$/,
    ],
    [
      "a file in the place of a folder",
      () => {
        writeFileSync("out", "old");
        return "out/file";
      },
      /error\[not-a-folder\]: cannot write .*: a part of the path is a file, expected a folder$/,
    ],
    [
      "links in a circle",
      () => {
        symlinkSync("one", "two");
        symlinkSync("two", "one");
        return "one";
      },
      /error\[file-not-found\]: cannot write `one`: its symbolic links lead in a circle$/,
    ],
    [
      "a link into a folder that is missing",
      () => {
        symlinkSync("nowhere/out", "link");
        return "link";
      },
      /error\[file-not-found\]: cannot write `link`: there is no such file or folder$/,
    ],
    [
      "a full disk",
      () => "/dev/full",
      /error\[disk-full\]: cannot write `\/dev\/full`: there is no space left on the disk$/,
    ],
    [
      "a name that is too long",
      () => "x".repeat(300),
      /error\[name-too-long\]: cannot write .*: the name is too long$/,
    ],
  ];
  it.each(refused)(
    "refuses %s with one line, and nothing is lost",
    async (_name, make, message) => {
      prepare();
      const path = make();
      const before = existsSync("out") && statSync("out").isFile() ? read("out") : undefined;
      const { code, out, err } = await gradwalk([...argv, path]);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toMatch(message);
      expect(err.split("\n")).toHaveLength(1);
      if (before !== undefined) expect(read("out")).toBe(before);
      expect(leftovers()).toEqual([]);
    },
  );

  it("takes a name of 255 bytes, which leaves none for a draft beside it", async () => {
    prepare();
    expect((await gradwalk([...argv, "x".repeat(255)])).code).toBe(0);
  });

  it.each([
    ["a symbolic link", symlinkSync],
    ["a second name", linkSync],
  ])("refuses the network file itself by %s", async (_name, link) => {
    prepare();
    const file = argv[1] ?? "";
    link(file, "other");
    const before = read(file);
    expect((await gradwalk([...argv, "other"])).code).toBe(2);
    expect(read(file)).toBe(before);
  });
});

describe("-o of report", () => {
  const report = ["report", "good.yaml", "--format", "md", "-o"];

  it("keeps links and modes of the files in its folder", async () => {
    mkdirSync("out/good", { recursive: true });
    writeFileSync("page.md", "old");
    chmodSync("page.md", 0o640);
    symlinkSync("../../page.md", "out/good/report.en.md");
    expect((await gradwalk([...report, "out"])).code).toBe(0);
    expect(lstatSync("out/good/report.en.md").isSymbolicLink()).toBe(true);
    expect([modeOf("page.md"), /^# /m.test(read("page.md"))]).toEqual([0o640, true]);
  });

  it("writes nothing at all where one file is read-only", async () => {
    mkdirSync("out/good", { recursive: true });
    writeFileSync("out/good/network.svg", "old");
    chmodSync("out/good/network.svg", 0o444);
    const { code, err } = await gradwalk([...report, "out"]);
    expect(code).toBe(2);
    expect(err).toBe(
      "good.yaml: error[no-permission]: cannot write `out/good/network.svg`: it is read-only",
    );
    expect(readdirSync("out/good")).toEqual(["network.svg"]);
    expect(readFileSync("out/good/network.svg", "utf8")).toBe("old");
  });

  it("leaves no folder behind where it could not write", async () => {
    mkdirSync("out");
    symlinkSync("/dev/full", "out/good");
    expect((await gradwalk([...report, "out"])).code).toBe(2);
    writeFileSync("file", "");
    expect((await gradwalk([...report, "file"])).code).toBe(2);
    expect(readdirSync("out")).toEqual(["good"]);
  });
});

it.skipIf(process.getuid?.() === 0)("a folder that may not be written into", async () => {
  mkdirSync("locked");
  chmodSync("locked", 0o555);
  const { code, err } = await gradwalk([...script, "locked/new"]);
  expect(code).toBe(2);
  expect(err).toBe(
    "good.yaml: error[no-permission]: cannot write `locked/new`: there is no permission",
  );
});
