import type { Family } from "./function-code.js";

import { arraysOf, everywhere, type Helper } from "./helper.js";
import { mathHelpers } from "./math-helpers.js";

const tableOfRows = `def table(rows):
    # Nested lists by their indices, which count from 1: table([[5, 6]]) is {(1, 1): 5, (1, 2): 6}.
    cells = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list):
            cells[number] = row
            continue
        for key, cell in table(row).items():
            cells[(number, *(key if isinstance(key, tuple) else (key,)))] = cell
    return cells`;

/** What scripts do with tables and arrays, and how they name what they print. */
const plumbing: readonly Helper[] = [
  { name: "table", code: everywhere(tableOfRows) },
  {
    name: "number",
    code: {
      torch: `def number(value):
    return torch.tensor(float(value))`,
      jax: `def number(value):
    return jnp.asarray(float(value))`,
    },
  },
  {
    name: "stack",
    code: arraysOf(
      (module) => `def stack(cells, *ranges):
    # A table as a tensor, row by row.
    keys = itertools.product(*ranges)
    rows = ${module}.stack([cells[key if len(key) > 1 else key[0]] for key in keys])
    return rows.reshape([len(each) for each in ranges])`,
    ),
  },
  {
    name: "gradient",
    code: {
      torch: `def gradient(leaf):
    return torch.zeros_like(leaf) if leaf.grad is None else leaf.grad`,
    },
  },
  {
    name: "cells",
    code: arraysOf(
      () => `def cells(values, *lows):
    # The numbers of an array by their indices, which count from 1 unless said otherwise.
    ranges = [range(low, low + size) for low, size in zip(lows or itertools.repeat(1), values.shape)]
    keys = [key if len(key) > 1 else key[0] for key in itertools.product(*ranges)]
    return dict(zip(keys, values.reshape(-1).tolist()))`,
    ),
  },
  {
    name: "defined",
    code: {
      numpy: `def defined(cells):
    return {key: cell for key, cell in cells.items() if not math.isnan(cell)}`,
    },
  },
  {
    name: "inside",
    code: {
      python: `def inside(cells, *ranges):
    keys = [key if len(key) > 1 else key[0] for key in itertools.product(*ranges)]
    return {key: cells[key] for key in keys}`,
    },
  },
  {
    name: "floats",
    code: everywhere(`def floats(cells):
    return {key: float(cell) for key, cell in cells.items()}`),
  },
  {
    name: "by_unit",
    code: everywhere(`def by_unit(cells):
    # The cells of each unit in all samples, from cells by sample and unit.
    units = {}
    for (sample, unit), cell in cells.items():
        units.setdefault(unit, []).append(cell)
    return units`),
  },
  {
    name: "nested",
    code: everywhere(`def nested(cells, *ranges):
    def at(*key):
        if len(key) == len(ranges):
            return cells[key if len(key) > 1 else key[0]]
        return [at(*key, place) for place in ranges[len(key)]]
    return at()`),
  },
  {
    name: "numbered",
    code: everywhere(`def numbered(prefix, first, cells):
    # Names such as w5, w6, w7, row by row.
    return {f"{prefix}{place}": cell for place, cell in enumerate(cells.values(), first)}`),
  },
  {
    name: "instances",
    code: everywhere(`def instances(name, cells):
    # Names such as h[0], h[1], W[1,2].
    keys = [key if isinstance(key, tuple) else (key,) for key in cells]
    return {f"{name}[{','.join(map(str, key))}]": cell for key, cell in zip(keys, cells.values())}`),
  },
];

const helpers: readonly Helper[] = [...mathHelpers, ...plumbing];

/** Names that quantities must not have in a script. */
export const helperNames: readonly string[] = helpers.map(({ name }) => name);

const calls = (code: string, name: string): boolean =>
  new RegExp(`(?<![\\w.])${name}\\(`).test(code);

/**
 * The functions that code calls, with those that these call, each before those that call it.
 */
export function helpersFor(code: string, family: Family): readonly string[] {
  const chosen: string[] = [];
  for (const helper of [...helpers].reverse()) {
    const own = helper.code[family];
    if (own !== undefined && [code, ...chosen].some((each) => calls(each, helper.name)))
      chosen.unshift(own);
  }
  return chosen;
}

const imports: readonly (readonly [pattern: RegExp, line: string])[] = [
  [/\bfunctools\./, "import functools"],
  [/\bitertools\./, "import itertools"],
  [/\bjson\./, "import json"],
  [/\bmath\./, "import math"],
  [/\bjax\./, "import jax"],
  [/\bjnp\./, "import jax.numpy as jnp"],
  [/\bnp\./, "import numpy as np"],
  [/\btorch\./, "import torch"],
  [/(?<!\.)\bnn\./, "from torch import nn"],
];

/** The import lines that code needs. */
export const importsFor = (code: string): readonly string[] =>
  imports.filter(([pattern]) => pattern.test(code)).map(([, line]) => line);
