/** A place in a list of units: one that is shown, or dots for the units that are left out. */
export type Slot<Unit> = Unit | "dots";

/**
 * What a drawing shows of a wide layer: the first units, dots, the last one, and every unit that must be
 * kept. `abbreviate([1, 2, …, 9], 4, …)` is `[1, 2, "dots", 9]`.
 */
export function abbreviate<Unit>(
  units: readonly Unit[],
  limit: number,
  isKept: (unit: Unit) => boolean,
): readonly Slot<Unit>[] {
  if (units.length <= limit) return units;
  const isShown = (unit: Unit, index: number): boolean =>
    index < limit - 2 || index === units.length - 1 || isKept(unit);
  const shown = units.map(isShown);
  return units.flatMap((unit, index): Slot<Unit>[] => {
    if (shown[index]) return [unit];
    return shown[index - 1] ? ["dots"] : [];
  });
}
