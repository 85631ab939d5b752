import type { SchemaElement } from 'hyparquet';
import type { SweepPlan } from '../plan.js';
import type { RowRange } from './checkRows.js';
import { type ColumnKind, columnsOf, type ResultColumn } from './columns.js';
import { type Cell, type Pages, type Row, rowsAPage } from './row.js';

const marker = 'fastface.sweep';
const mark = ({ id }: SweepPlan, { from, to }: RowRange) => `${id} rows ${from} to ${to}`;

/** Passes pages through and writes them to a Parquet file, whose metadata contain the sweep's id. */
export async function* throughParquet(file: string, plan: SweepPlan, range: RowRange, pages: Pages): Pages {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  const columns = columnsOf(plan);
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)];
  const kvMetadata = [{ key: marker, value: mark(plan, range) }];
  const parquet = new ParquetWriter({ writer: fileWriter(file), schema, kvMetadata });
  for await (const page of pages) {
    const columnData = columns.map(({ name, kind }) => ({
      name,
      data: page.map((row) => toParquet(kind, row[name]!)),
    }));
    await parquet.write({ columnData, rowGroupSize: rowsAPage });
    yield page;
  }
  await parquet.finish();
}

/** The rows of a Parquet file if it is the finished result of these rows of this sweep; otherwise null. */
export async function parquetPages(file: string, plan: SweepPlan, range: RowRange): Promise<Pages | null> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  try {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const found = metadata.key_value_metadata?.find(({ key }) => key === marker)?.value;
    if (found !== mark(plan, range)) return null;
    return (async function* () {
      for (let rowStart = 0; rowStart < range.to - range.from; rowStart += rowsAPage) {
        const rowEnd = Math.min(rowStart + rowsAPage, range.to - range.from);
        const rows = await parquetReadObjects({ file: buffer, metadata, rowStart, rowEnd });
        yield rows.map(fromParquet);
      }
    })();
  } catch {
    return null;
  }
}

const types: Record<ColumnKind, Partial<SchemaElement>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  steps: { type: 'INT64' },
};

function schemaOf({ name, kind }: ResultColumn): SchemaElement[] {
  if (kind !== 'steps') return [{ name, repetition_type: 'OPTIONAL', ...types[kind] }];
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', ...types[kind] },
  ];
}

function toParquet(kind: ColumnKind, cell: Cell): unknown {
  if (kind === 'steps') return (cell as readonly number[]).map(BigInt);
  return kind === 'integer' && cell !== null ? BigInt(cell as number) : cell;
}

const fromParquet = (row: Record<string, unknown>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));

function plain(value: unknown): Cell {
  if (typeof value === 'bigint') return Number(value);
  return Array.isArray(value) ? value.map(Number) : ((value ?? null) as Cell);
}
