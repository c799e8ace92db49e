/** The row of this name. `spec` lets no other name through, so a missing row is an error of ours. */
export function findRow<Row extends { readonly name: string }>(
  rows: readonly Row[],
  name: string,
): Row {
  const row = rows.find((each) => each.name === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
}
