import { count } from '../../numbers.js';
import { collect, startsWith } from '../bytes.js';
import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { readError } from '../readError.js';
import type { Reader } from '../reader.js';
import { isRecord, parseJson } from '../table/jsonText.js';

/** The file has its directory at its end, so it must be in memory as a whole. */
const largest = 2 ** 31 - 1;

/** Parquet: data frames that pandas, polars or DuckDB wrote, exports of the W&B history. */
export const parquet: Reader = {
  format: 'parquet',
  description: 'Parquet tables: data frames, W&B history exports',
  detect: (head) => (startsWith(head, 'PAR1') ? 1 : 0),
  async read(file, bytes, options) {
    const whole = await collect(bytes, largest);
    if (!whole)
      return readError(file, 'a Parquet file of more than 2 GiB', 'keep only the columns of the curve');
    const buffer = whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length) as ArrayBuffer;
    const advice = 'check that the file is complete';
    const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }, { damagedPage, mostRows }] =
      await Promise.all([import('hyparquet'), import('hyparquet-compressors'), import('./parquetPages.js')]);
    const frame = new Frame(options);
    try {
      const metadata = await parquetMetadataAsync(buffer);
      const names = parquetSchema(metadata)
        .children.filter(({ children }) => children.length === 0)
        .map(({ element }) => element.name);
      const columns = names
        .map((name) => ({ name, series: frame.column(name) }))
        .filter(({ series }) => series);
      const rows = Number(metadata.num_rows);
      if (rows > mostRows || rows * columns.length > 8 * mostRows)
        return readError(
          file,
          `a Parquet file of ${count(rows)} rows, of which ${count(mostRows)} are read at most`,
          'keep every tenth row, or one run',
        );
      const index = rangeIndex(metadata.key_value_metadata);
      const damage = damagedPage(buffer, metadata, new Set(columns.map(({ name }) => name)));
      if (damage) return readError(file, `a damaged Parquet file: ${damage}`, advice);
      // One group of rows at a time, column by column: rows as objects would take ten times the memory.
      let rowStart = 0;
      for (const { num_rows } of metadata.row_groups) {
        const chunks = new Map<string, Chunk[]>(columns.map(({ name }) => [name, []]));
        const rowEnd = rowStart + Number(num_rows);
        await parquetRead({
          file: buffer,
          metadata,
          compressors,
          rowStart,
          rowEnd,
          columns: columns.map(({ name }) => name),
          onChunk: ({ columnName, columnData, rowStart }) =>
            void chunks.get(columnName)?.push({ from: rowStart, values: columnData }),
        });
        const cells = columns.map(({ name, series }) => ({
          series: series!,
          at: cellsOf(chunks.get(name)!),
        }));
        for (let row = rowStart; row < rowEnd; row++) {
          for (const { series, at } of cells) {
            const value = at(row);
            if (typeof value === 'number' || typeof value === 'bigint') frame.put(series, Number(value));
          }
          if (index) frame.cell(index.name, index.start + index.step * frame.row);
          frame.endRow();
        }
        rowStart = rowEnd;
      }
    } catch (error) {
      // The library trusts the file, and stumbles over what is not there.
      const isOurs = error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
      const why = isOurs ? error.message : 'its directory does not fit what is in it';
      return readError(file, `a damaged Parquet file: ${why}`, advice);
    }
    return frameTrace({ file, format: parquet.format, frame, options });
  },
};

/** Values of a column, from one row on. */
interface Chunk {
  readonly from: number;
  readonly values: ArrayLike<unknown>;
}

/** The cells of a column, asked for in the order of the rows. */
function cellsOf(chunks: readonly Chunk[]): (row: number) => unknown {
  const sorted = [...chunks].sort((a, b) => a.from - b.from);
  let i = 0;
  return (row) => {
    while (i + 1 < sorted.length && row >= sorted[i + 1]!.from) i++;
    const chunk = sorted[i];
    return chunk?.values[row - chunk.from];
  };
}

/** pandas keeps an index of regular steps in the metadata alone. */
function rangeIndex(
  metadata: readonly { readonly key: string; readonly value?: string }[] | undefined,
): { name: string; start: number; step: number } | null {
  const pandas = parseJson(metadata?.find(({ key }) => key === 'pandas')?.value ?? '');
  const [index] =
    isRecord(pandas) && Array.isArray(pandas.index_columns) ? (pandas.index_columns as unknown[]) : [];
  if (!isRecord(index) || index.kind !== 'range') return null;
  const { name, start, step } = index;
  return typeof name === 'string' && typeof start === 'number' && typeof step === 'number'
    ? { name, start, step }
    : null;
}
