import { type Arrow, ranks } from "./rank.js";

/** A place in a column: a node, or a point that a long arrow passes. */
export interface Station {
  readonly id: string;
  readonly rank: number;
}

/** The columns of stations, top to bottom, and the stations that each arrow goes through. */
export interface Arrangement<Some> {
  readonly columns: ReadonlyArray<readonly Station[]>;
  readonly routes: ReadonlyMap<Some, readonly Station[]>;
}

const sweeps = 6;

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sorts a column by the average place of the neighbours of each station in the column beside it. */
function sortBy(
  column: readonly Station[],
  beside: readonly Station[],
  isLinked: (a: Station, b: Station) => boolean,
): readonly Station[] {
  const wished = column.map((station, place) => {
    const linked = [...beside.keys()].filter((index) =>
      isLinked(station, beside[index] as Station),
    );
    const scale = column.length > 1 ? (beside.length - 1) / (column.length - 1) : 1;
    return { station, wish: linked.length > 0 ? average(linked) : place * scale };
  });
  return wished.sort((a, b) => a.wish - b.wish).map(({ station }) => station);
}

function routeOf(arrow: Arrow, name: string, stations: ReadonlyMap<string, Station>): Station[] {
  const [from, to] = [stations.get(arrow.from), stations.get(arrow.to)];
  if (!from || !to) return [];
  const between = Array.from({ length: to.rank - from.rank - 1 }, (_, index) => ({
    id: `${name} ${index}`,
    rank: from.rank + index + 1,
  }));
  return [from, ...between, to];
}

/** Puts nodes into columns in the direction of the arrows, with few crossings. The arrows form no cycle. */
export function arrange<Some extends Arrow>(
  ids: readonly string[],
  arrows: readonly Some[],
): Arrangement<Some> {
  const stations = new Map([...ranks(ids, arrows)].map(([id, rank]) => [id, { id, rank }]));
  const routes = new Map(
    arrows.map((arrow, index) => [arrow, routeOf(arrow, `arrow ${index}`, stations)] as const),
  );
  const passed = [...routes.values()].flatMap((route) => route.slice(1, -1));
  const all = [...stations.values(), ...passed];
  const count = Math.max(0, ...all.map(({ rank }) => rank)) + 1;
  const columns: (readonly Station[])[] = Array.from({ length: count }, (_, rank) =>
    all.filter((station) => station.rank === rank),
  );
  const links = new Set<string>();
  for (const route of routes.values())
    route.slice(1).forEach((station, index) => void links.add(`${route[index]?.id}>${station.id}`));
  const isLinked = (a: Station, b: Station): boolean =>
    links.has(`${a.id}>${b.id}`) || links.has(`${b.id}>${a.id}`);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const order =
      sweep % 2 === 0 ? [...columns.keys()].slice(1) : [...columns.keys()].reverse().slice(1);
    for (const place of order) {
      const beside = columns[sweep % 2 === 0 ? place - 1 : place + 1] ?? [];
      columns[place] = sortBy(columns[place] ?? [], beside, isLinked);
    }
  }
  return { columns, routes };
}
