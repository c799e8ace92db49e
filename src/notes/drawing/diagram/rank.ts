/** An arrow between two nodes, by their ids. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

function neighbours(
  arrows: readonly Arrow[],
  end: "from" | "to",
): (id: string) => readonly string[] {
  const other = end === "from" ? "to" : "from";
  const lists = new Map<string, string[]>();
  for (const arrow of arrows) {
    const list = lists.get(arrow[end]) ?? [];
    list.push(arrow[other]);
    lists.set(arrow[end], list);
  }
  return (id) => lists.get(id) ?? [];
}

/** The arrows that close a cycle when the nodes are walked in their order; without them there is none. */
export function closingArrows<Some extends Arrow>(
  ids: readonly string[],
  arrows: readonly Some[],
): ReadonlySet<Some> {
  const closing = new Set<Some>();
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): void => {
    state.set(id, "open");
    for (const arrow of arrows) {
      if (arrow.from !== id) continue;
      if (state.get(arrow.to) === "open") closing.add(arrow);
      else if (!state.has(arrow.to)) visit(arrow.to);
    }
    state.set(id, "done");
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  return closing;
}

/**
 * The column of each node: one further than the furthest node that it uses. What uses nothing stands
 * right before the first node that uses it. The arrows must not form a cycle.
 */
export function ranks(
  ids: readonly string[],
  arrows: readonly Arrow[],
): ReadonlyMap<string, number> {
  const before = neighbours(arrows, "to");
  const after = neighbours(arrows, "from");
  const known = new Map<string, number>();
  const rank = (id: string): number => {
    const found = known.get(id) ?? Math.max(-1, ...before(id).map(rank)) + 1;
    known.set(id, found);
    return found;
  };
  const furthest = ids.map((id) => [id, rank(id)] as const);
  const settled = furthest.map(([id, place]) => {
    const users = after(id).map(rank);
    const isSource = before(id).length === 0 && users.length > 0;
    return [id, isSource ? Math.min(...users) - 1 : place] as const;
  });
  return new Map(settled);
}
