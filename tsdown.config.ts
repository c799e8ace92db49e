import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Rolldown } from "tsdown";

const insidePackage = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The licence and notice files of one installed package, under its name and version. */
function licenceOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version}`, ...texts].join("\n\n");
}

/** Writes the licences of what is bundled beside the bundle. */
const licences: Rolldown.Plugin = {
  name: "licences",
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((part) =>
      part.type === "chunk" ? part.moduleIds : [],
    );
    const folders = modules.flatMap((module) => insidePackage.exec(module)?.[1] ?? []);
    const source = [...new Set(folders)]
      .filter((folder) => existsSync(join(folder, "package.json")))
      .sort()
      .map(licenceOf)
      .join(`\n\n${"-".repeat(80)}\n\n`);
    if (source) this.emitFile({ type: "asset", fileName: "third-party-licences.txt", source });
  },
};

/** mathjs is bundled: the modules that its parser needs load some twenty times faster than the package. */
export default defineConfig({
  entry: { index: "src/index.ts", "cli/main": "src/cli/main.ts" },
  format: "esm",
  platform: "neutral",
  target: "node20",
  fixedExtension: false,
  dts: true,
  deps: { alwaysBundle: [/^mathjs/], neverBundle: [/^node:/], onlyBundle: false },
  inputOptions: { resolve: { mainFields: ["module", "main"] } },
  plugins: [licences],
});
