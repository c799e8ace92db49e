import { describe, expect, it } from "vitest";
import { counted } from "../support/counts.js";
import { type Architecture, classesOf, plantAndFind } from "../support/planted.js";

const count = counted(2000);
const timeout = 3_600_000;

const architectures: readonly (readonly [name: string, Architecture])[] = [
  ["2-2-2", { widths: [2, 2, 2], names: ["w1", "w2", "w3", "w5", "w7"] }],
  ["2-2-3", { widths: [2, 2, 3], names: ["w1", "w2", "w3", "w5", "w7"] }],
  [
    "2-3-2-2 with batches of 3",
    { widths: [2, 3, 2, 2], samples: 3, names: ["w1", "w2", "w3", "w7", "w10", "w13", "w15"] },
  ],
];

describe("a planted mistake is found from numbers of 4 digits", () => {
  it.each(architectures)("in random networks %s", { timeout }, (name, architecture) => {
    const classes = classesOf(architecture);
    const outcomes = Array.from({ length: count }, (_, seed) =>
      plantAndFind(architecture, classes, seed + 1),
    );
    const share = (holds: (outcome: (typeof outcomes)[number]) => boolean): number =>
      outcomes.filter(holds).length / count;
    const [found, alone] = [share(({ isFound }) => isFound), share(({ isAlone }) => isAlone)];
    const kinds = new Set(outcomes.map(({ planted }) => planted)).size;
    console.log(`${name}: ${kinds} mistakes planted, ${found} found, ${alone} found alone`);
    const missed = outcomes.filter(({ isFound }) => !isFound).map(({ planted }) => planted);
    expect(found, `missed: ${missed}`).toBeGreaterThanOrEqual(0.99);
    expect(alone).toBeGreaterThanOrEqual(0.85);
    expect(outcomes.filter(({ isAccused }) => isAccused)).toEqual([]);
  });
});
