import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    env: { NO_COLOR: "1", TZ: "UTC" },
    testTimeout: 30_000,
    reporters: ["default", ["json", { outputFile: "node_modules/.vitest/results.json" }]],
    coverage: { include: ["src/**/*.ts"], reporter: ["text-summary"] },
  },
});
