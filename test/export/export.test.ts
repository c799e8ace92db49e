import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { functionRows } from "../../src/algebra/functions/index.js";
import { functionCode } from "../../src/export/function-code.js";
import { exportTargets } from "../../src/export/index.js";
import { activationModules, lossCalls } from "../../src/export/layer-code.js";
import { type Gradients, gradientsOf } from "../../src/lesson/gradients.js";
import { activations } from "../../src/network/activations.js";
import { losses } from "../../src/network/losses.js";
import type { Network } from "../../src/network/network.js";
import { networkOf, projectFile } from "../support/read.js";
import {
  equationFileCases,
  functionCases,
  layeredCases,
  randomCases,
  specialCases,
} from "./cases.js";
import { canImport, inPython } from "./python.js";

const examples = readdirSync(new URL("../../examples", import.meta.url))
  .filter((file) => file.endsWith(".yaml"))
  .map((file): readonly [string, string] => [file, projectFile(`examples/${file}`)]);

const groups: Readonly<Record<string, readonly (readonly [string, string | object])[]>> = {
  "the examples": examples,
  "every activation with every loss": layeredCases,
  "random networks": randomCases,
  "equation files": equationFileCases,
  "every function": functionCases,
  "special cases": specialCases,
};

/** Each group with its networks and their gradients, which are the same for all targets. */
const built = Object.entries(groups).map(([group, cases]) => {
  let known: readonly (readonly [title: string, network: Network, ours: Gradients])[] | undefined;
  const networks = () => {
    known ??= cases.map(([title, file]) => {
      const network = networkOf(file);
      return [title, network, gradientsOf(network)] as const;
    });
    return known;
  };
  return [group, networks] as const;
});

const nameOfModule: Readonly<Record<string, string>> = {
  python: "json",
  numpy: "numpy",
  pytorch: "torch",
  jax: "jax",
};

/** Every number of an answer with the way to it. */
function* numbersIn(value: unknown, path: string): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (value instanceof Map)
    for (const [key, each] of value) yield* numbersIn(each, `${path}/${key}`);
  else if (typeof value === "object" && value !== null)
    for (const [key, each] of Object.entries(value)) yield* numbersIn(each, `${path}/${key}`);
}

/** Where a script's answer differs from ours: nothing, if all is right. */
function differences(ours: Gradients, printed: string): readonly string[] {
  const own = new Map(numbersIn(ours, ""));
  const answer: unknown = JSON.parse(printed);
  const theirs = new Map(numbersIn(answer, ""));
  const largest = Math.max(...[...own].map(([, number]) => Math.abs(number)));
  const unknown = [...theirs.keys()].filter((path) => !own.has(path));
  const wrong = [...own].filter(([path, number]) => {
    const other = theirs.get(path) ?? Number.NaN;
    return !(Math.abs(other - number) <= 1e-12 * Math.abs(number) + 1e-15 * Math.max(1, largest));
  });
  return [
    ...unknown.map((path) => `${path} is unknown`),
    ...wrong.map(([path, number]) => `${path}: ${theirs.get(path)}, expected ${number}`),
  ];
}

const hasPython = canImport("json");

describe.each(exportTargets.map((target) => [target.name, target] as const))(
  "scripts for %s",
  (name, target) => {
    const hasLibrary = hasPython && canImport(nameOfModule[name] ?? name);
    const mode = hasLibrary ? "run" : "compile";
    const what = hasLibrary
      ? "print what gradwalk computes"
      : `compile; they could not be run, python3 has no ${nameOfModule[name]}`;
    if (hasPython && !hasLibrary)
      console.info(
        `scripts for ${name} were compiled and not run: python3 cannot import ${nameOfModule[name]}`,
      );
    if (!hasPython) console.info(`scripts for ${name} were not run: there is no python3`);
    it.runIf(hasPython).each(built)(`%s ${what}`, (_, networksOf) => {
      const networks = networksOf();
      const outcomes = inPython(
        networks.map(([, network]) => target.write(network)),
        mode,
      );
      const complaints = networks.flatMap(([title, , ours], place) => {
        const { out = "", error = "nothing" } = outcomes[place] ?? {};
        if (error !== "") return [`${title}: ${error}`];
        return mode === "run" ? differences(ours, out).map((each) => `${title}: ${each}`) : [];
      });
      expect(complaints).toEqual([]);
    });
  },
);

describe("the tables of code", () => {
  it("have every function of the function table", () => {
    expect([...functionCode.keys()].sort()).toEqual(functionRows.map((row) => row.name).sort());
  });

  it("have every activation and every loss", () => {
    expect([...activationModules.keys()]).toEqual(activations.map(({ name }) => name));
    expect([...lossCalls.keys()]).toEqual(losses.map(({ name }) => name));
  });
});
