import { forEachLine } from '../lines.js';
import type { Bytes } from '../reader.js';
import type { Delimiter } from './delimiter.js';

/** Rows are parsed in batches of about this many characters. */
const batchSize = 1 << 16;
/** A quote that is not closed within so many characters was never meant to open anything. */
const longestCell = 1 << 20;

/**
 * The rows of a delimited text, in batches, without the whole text in memory: a batch ends where no quoted cell is
 * open. `start` sees the first two lines and names the delimiter. The visitor gets trimmed cells and the row's line.
 */
export async function forEachRow(
  bytes: Bytes,
  start: (first: string, second: string | undefined) => Delimiter | null,
  visit: (cells: string[], line: number, delimiter: Delimiter) => void,
): Promise<boolean> {
  const { default: Papa } = await import('papaparse');
  let delimiter: Delimiter | null | undefined;
  const opening: string[] = [];
  let batch: string[] = [];
  let size = 0;
  let open = false;
  let firstLine = 1;

  const flush = () => {
    if (batch.length === 0 || !delimiter) return;
    const separator = delimiter;
    const isBlank = delimiter === ' ';
    const lines = isBlank ? batch.map((line) => line.trim().replace(/\s+/g, '\t')) : batch;
    const { data } = Papa.parse<string[]>(lines.join('\n'), {
      delimiter: isBlank ? '\t' : delimiter,
      newline: '\n',
    });
    data.forEach((cells, i) => {
      visit(cells, firstLine + i, separator);
    });
    firstLine += batch.length;
    [batch, size, open] = [[], 0, false];
  };
  const add = (line: string) => {
    batch.push(line);
    size += line.length + 1;
    if (line.includes('"') && (line.split('"').length & 1) === 0) open = !open;
    if (size > batchSize && (!open || size > longestCell)) flush();
  };
  const begin = () => {
    delimiter = start(opening[0] ?? '', opening[1]);
    for (const line of opening) add(line);
  };
  await forEachLine(bytes, (line, number) => {
    if (delimiter === null) return;
    if (delimiter !== undefined) return add(line);
    // Blank lines and comments above the header are no part of the table.
    if (opening.length === 0 && (line.trim() === '' || line.startsWith('#'))) return;
    if (opening.push(line) === 1) firstLine = number;
    if (opening.length === 2) begin();
  });
  if (delimiter === undefined) begin();
  flush();
  return delimiter !== null;
}
