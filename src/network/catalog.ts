import type { Catalog, CatalogEntry } from "../spec/catalog.js";
import { activations } from "./activations.js";
import { initializers } from "./initializers.js";
import { losses } from "./losses.js";
import { optimizers } from "./optimizers.js";

const tableOf = <Row extends CatalogEntry & { readonly name: string }>(rows: readonly Row[]) =>
  new Map<string, CatalogEntry>(rows.map((row) => [row.name, row]));

/** The names and options that a network file may use, as `readSpec` takes them. */
export const catalog: Catalog = {
  activations: tableOf(activations),
  losses: tableOf(losses),
  optimizers: tableOf(optimizers),
  initializers: tableOf(initializers),
};
