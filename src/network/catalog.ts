import type { Catalog, CatalogEntry } from "./file/catalog.js";
import { optimizers } from "./optimizers/optimizers.js";
import { activations } from "./rows/activations.js";
import { initializers } from "./rows/initializers.js";
import { losses } from "./rows/losses.js";

const tableOf = <Row extends CatalogEntry & { readonly name: string }>(rows: readonly Row[]) =>
  new Map<string, CatalogEntry>(rows.map((row) => [row.name, row]));

/** The names and options that a network file may use, as `readSpec` takes them. */
export const catalog: Catalog = {
  activations: tableOf(activations),
  losses: tableOf(losses),
  optimizers: tableOf(optimizers),
  initializers: tableOf(initializers),
};
