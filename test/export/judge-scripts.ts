import { describe, expect, it } from "vitest";
import { exportTargets } from "../../src/export/index.js";
import { type Gradients, gradientsOf } from "../../src/gradients/gradients.js";
import type { Network } from "../../src/network/network.js";
import { inPython, pythonWith } from "../support/python.js";
import { networkOf } from "../support/read.js";

/** Groups of network files, each with a title. */
export type ScriptGroups = Readonly<
  Record<string, readonly (readonly [title: string, file: string | object])[]>
>;

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
  let answer: unknown;
  try {
    answer = JSON.parse(printed);
  } catch {
    return [
      `what it prints is no JSON: ${/NaN|-?Infinity/.exec(printed)?.[0] ?? printed.slice(0, 80)}`,
    ];
  }
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

/** What is done with the scripts for a target here. */
function modeFor(target: string): {
  readonly python: string | undefined;
  readonly mode: "run" | "compile";
  readonly what: string;
} {
  const module = nameOfModule[target] ?? target;
  const python = pythonWith(module);
  if (python !== undefined) return { python, mode: "run", what: "print what gradwalk computes" };
  const what = `compile; they could not be run, no Python here imports ${module}`;
  console.info(`scripts for ${target} were compiled and not run: no Python imports ${module}`);
  return { python: pythonWith("json"), mode: "compile", what };
}

/** Every group of files as scripts for every target, which print what gradwalk computes. */
export function describeScripts(groups: ScriptGroups): void {
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
    return [`${group} (${cases.length})`, networks] as const;
  });
  describe.each(exportTargets.map((target) => [target.name, target] as const))(
    "scripts for %s",
    (name, target) => {
      const { python, mode, what } = modeFor(name);
      if (python === undefined)
        console.info(`scripts for ${name} were not run: there is no Python`);
      it.runIf(python).each(built)(
        `%s ${what}`,
        (_, networksOf) => {
          const networks = networksOf();
          const scripts = networks.map(([, network]) => target.write(network));
          const outcomes = inPython(python ?? "", scripts, mode);
          const complaints = networks.flatMap(([title, , ours], place) => {
            const { out = "", error = "nothing" } = outcomes[place] ?? {};
            if (error !== "") return [`${title}: ${error}`];
            return mode === "run" ? differences(ours, out).map((each) => `${title}: ${each}`) : [];
          });
          expect(complaints).toEqual([]);
        },
        300_000,
      );
    },
  );
}
