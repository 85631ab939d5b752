/** A name of a series beside its value: `{"step": 3, "name": "train/loss", "value": 0.5}`, one record a number. */
const nameKeys = ['metric', 'metric_name', 'name', 'key', 'tag', 'variable'];
const valueKeys = ['value', 'val', 'metric_value'];

/** Whether a column of such a name may hold the names of series. */
export const mayHoldNames = (column: string): boolean => nameKeys.includes(column.trim().toLowerCase());

/** The key of the name and that of the value in a long table with these columns; null where it is a wide one. */
export function longColumns(columns: readonly string[]): { name: string; value: string } | null {
  const find = (wanted: readonly string[]) =>
    columns.find((column) => wanted.includes(column.trim().toLowerCase()));
  const [name, value] = [find(nameKeys), find(valueKeys)];
  return name !== undefined && value !== undefined ? { name, value } : null;
}
