const keywords = [
  ..."False None True and as assert async await break class continue def del elif else except".split(
    " ",
  ),
  ..."finally for from global if import in is lambda nonlocal not or pass raise return try".split(
    " ",
  ),
  ..."while with yield match case type _".split(" "),
];

/** Python's own functions and modules that scripts use. */
const used = [
  ..."abs dict enumerate float isinstance len list map max min pow print range str sum tuple".split(
    " ",
  ),
  ..."functools itertools json math np torch nn jax jnp".split(" "),
];

/** Makes Python names for quantities and indices: the same for the same wish, different for different ones. */
export interface Identifiers {
  /** The name of what has this key, a quantity or an adjoint; as near to the wish as possible. */
  readonly ofQuantity: (key: string, wish: string) => string;
  /** The name of an index. It differs from those of all quantities that have been named before. */
  readonly ofIndex: (index: string) => string;
}

/**
 * A text as a Python name. Python compares names in the normal form NFKC, where ϕ is φ, so names that differ
 * only there get different numbers from `identifiers`.
 */
function pythonName(text: string): string {
  const name = text
    .normalize("NFKC")
    .replace(/'/g, "_")
    .replace(/[^\p{XIDC}]/gu, "_");
  return /^[\p{XIDS}_]/u.test(name) ? name : `_${name}`;
}

/** A fresh name space, in which the given names are taken besides keywords and Python's own functions. */
export function identifiers(reserved: Iterable<string>): Identifiers {
  const taken = new Set([...keywords, ...used, ...reserved]);
  const choose = (wish: string): string => {
    const name = pythonName(wish);
    let free = name;
    for (let count = 2; taken.has(free); count++)
      free = count === 2 ? `${name}_` : `${name}_${count}`;
    taken.add(free);
    return free;
  };
  const remembering = (): ((key: string, wish: string) => string) => {
    const known = new Map<string, string>();
    return (key, wish) => {
      const name = known.get(key) ?? choose(wish);
      known.set(key, name);
      return name;
    };
  };
  const indexNames = remembering();
  return { ofQuantity: remembering(), ofIndex: (index) => indexNames(index, index) };
}
