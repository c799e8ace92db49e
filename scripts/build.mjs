// Builds the package. tsdown's own command prints first that Node.js 20, which it supports, will not be for ever;
// called as a library it says what concerns the build.
import { build } from "tsdown";

await build({ logLevel: "error" });
