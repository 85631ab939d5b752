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
    const [{ parquetMetadataAsync, parquetRead, parquetSchema }, { compressors }, { damagedPage }] =
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
      const index = rangeIndex(metadata.key_value_metadata);
      const damage = damagedPage(buffer, metadata, new Set(columns.map(({ name }) => name)));
      if (damage) return readError(file, `a damaged Parquet file: ${damage}`, advice);
      await parquetRead({
        file: buffer,
        metadata,
        compressors,
        columns: columns.map(({ name }) => name),
        rowFormat: 'object',
        onComplete(rows) {
          for (const row of rows as Record<string, unknown>[]) {
            for (const { name, series } of columns) {
              const value = row[name];
              if (typeof value === 'number' || typeof value === 'bigint') frame.put(series!, Number(value));
            }
            if (index) frame.cell(index.name, index.start + index.step * frame.row);
            frame.endRow();
          }
        },
      });
    } catch (error) {
      // The library trusts the file, and stumbles over what is not there.
      const isOurs = error instanceof Error && !(error instanceof TypeError || error instanceof RangeError);
      return readError(file, `a damaged Parquet file${isOurs ? `: ${error.message}` : ''}`, advice);
    }
    return frameTrace({ file, format: parquet.format, frame, options });
  },
};

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
