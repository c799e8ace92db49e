import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.js";
import { gradwalk } from "./recording.js";

const folder = join(import.meta.dirname, "../../src/cli/commands");
const rows = commands.map((row) => [row.name, row] as const);
const unwrapped = (text: string): string => text.replace(/\s+/g, " ");

describe("the table of commands", () => {
  it("has a row for each file of its folder", () => {
    const files = readdirSync(folder).filter((file) => file !== "index.ts");
    expect(commands.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  it("is what `gradwalk --help` lists, in this order", async () => {
    const { out } = await gradwalk(["--help"]);
    const listed = [...out.matchAll(/^ {2}(\w+) \[options\]/gm)];
    expect(listed.map(([, name]) => name)).toEqual(commands.map(({ name }) => name));
    for (const { summary } of commands) expect(unwrapped(out)).toContain(summary);
  });

  it.each(rows)("%s explains itself with every argument and option", async (name, row) => {
    const { code, out, err } = await gradwalk([name, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.startsWith(`Usage: gradwalk ${name} `)).toBe(true);
    expect(unwrapped(out)).toContain(row.description);
    for (const argument of row.arguments) expect(unwrapped(out)).toContain(argument.description);
    for (const { flags, description } of row.options)
      expect(unwrapped(out)).toContain(`${flags} ${description}`);
    for (const example of row.examples) expect(out).toContain(`\n  $ ${example}`);
  });

  it.each(rows)("%s gives its arguments and options names of their own", (_, row) => {
    const given = [
      ...row.arguments.map((argument) => argument.name()),
      ...row.options.map((option) => option.attributeName()),
    ];
    expect(new Set(given).size).toBe(given.length);
  });

  it.each(rows)("the examples of %s have only options that it knows", (name, row) => {
    const known = row.options.flatMap(({ short, long }) => [short, long]);
    expect(row.examples.length).toBeGreaterThan(0);
    for (const example of row.examples) {
      expect(example).toContain(`gradwalk ${name}`);
      const stated = example.match(/(?<=\s)--?[a-z]+/g) ?? [];
      expect(known).toEqual(expect.arrayContaining(stated));
    }
  });
});

describe("an option that several commands have means the same in all of them", () => {
  const options = commands.flatMap((row) =>
    row.options.map((option) => ({ name: row.name, option })),
  );

  it.each([...new Set(options.map(({ option }) => option.flags))])("%s", (flags) => {
    const alike = options.filter(({ option }) => option.flags === flags);
    const traits = alike.map(({ option: { defaultValue, required, optional, variadic } }) =>
      JSON.stringify({ defaultValue, required, optional, variadic }),
    );
    expect(new Set(traits).size, alike.map(({ name }) => name).join(", ")).toBe(1);
  });
});
