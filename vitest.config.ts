import { defineConfig } from "vitest/config";

const laws = "test/laws/**/*.test.ts";
const shared = { env: { NO_COLOR: "1", TZ: "UTC" }, testTimeout: 30_000 };

/** Two sizes: `quick` is for `npm test`, `laws` are proofs that take minutes. */
export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: "quick", include: ["test/**/*.test.ts"], exclude: [laws] } },
      { test: { ...shared, name: "laws", include: [laws] } },
    ],
    reporters: ["default", "json"],
    outputFile: { json: "node_modules/.vitest/results.json" },
    coverage: { include: ["src/**/*.ts"], reporter: ["text-summary"] },
  },
});
