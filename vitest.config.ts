import { defineConfig } from "vitest/config";

const laws = "test/laws/**/*.test.ts";
/** It puts another module in the place of one of ours, which no other file may see. */
const mocking = "test/notes/document/refusal.test.ts";
const shared = { env: { NO_COLOR: "1", TZ: "UTC" }, testTimeout: 30_000 };

/** Two sizes: `quick` is for `npm test`, `laws` are proofs that take minutes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "quick",
          include: ["test/**/*.test.ts"],
          exclude: [laws, mocking],
          // Loading the modules anew for each file takes longer than the tests.
          isolate: false,
        },
      },
      { test: { ...shared, name: "mocking", include: [mocking] } },
      { test: { ...shared, name: "laws", include: [laws] } },
    ],
    // Otherwise one core of two stays idle.
    maxWorkers: "100%",
    reporters: ["default", "json"],
    outputFile: { json: "node_modules/.vitest/results.json" },
    coverage: { include: ["src/**/*.ts"], reporter: ["text-summary"] },
  },
});
