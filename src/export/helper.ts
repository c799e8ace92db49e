import type { Family } from "./function-code.js";

/** A Python function that a script defines where it uses it; absent in a family that has no need of it. */
export interface Helper {
  readonly name: string;
  readonly code: Readonly<Partial<Record<Family, string>>>;
}

/** The same code in every family. */
export const everywhere = (code: string): Readonly<Record<Family, string>> => ({
  python: code,
  numpy: code,
  torch: code,
  jax: code,
});

/** Code for the module of each library of arrays. */
export const arraysOf = (
  code: (module: string) => string,
): Readonly<Partial<Record<Family, string>>> => ({
  numpy: code("np"),
  torch: code("torch"),
  jax: code("jnp"),
});
