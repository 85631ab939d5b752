import type { FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';

/** More rows than this are no training log; they would not fit into memory. */
export const mostRows = 2 ** 25;
const largestPage = 8 * mostRows;

const within = (value: number | undefined, least: number, most: number) =>
  value !== undefined && value >= least && value <= most;

/**
 * What is wrong with the page headers of these columns, or null. The library trusts them: a damaged one makes it go
 * back in the file and never end, or ask for all the memory there is.
 */
export function damagedPage(
  file: ArrayBuffer,
  metadata: FileMetaData,
  names: ReadonlySet<string>,
): string | null {
  let rows = 0;
  for (const group of metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    rows += groupRows;
    if (!within(groupRows, 0, mostRows)) return 'an impossible number of rows';
    for (const { meta_data: column } of group.columns) {
      if (!column || !names.has(column.path_in_schema.join('.'))) continue;
      const start = Number(column.dictionary_page_offset || column.data_page_offset);
      const end = start + Number(column.total_compressed_size);
      if (!within(start, 4, file.byteLength) || !within(end, start, file.byteLength))
        return 'a column outside of the file';
      if (!arePagesSound(file, start, end, groupRows)) return `column '${column.path_in_schema.join('.')}'`;
    }
  }
  return rows === Number(metadata.num_rows) ? null : 'the number of rows';
}

function arePagesSound(file: ArrayBuffer, start: number, end: number, rows: number): boolean {
  const reader = { view: new DataView(file, start, end - start), offset: 0 };
  let values = 0;
  while (reader.offset < reader.view.byteLength - 1) {
    const page = parquetHeader(reader);
    const size = page.compressed_page_size;
    if (!within(size, 0, reader.view.byteLength - reader.offset)) return false;
    if (!within(page.uncompressed_page_size, 0, largestPage)) return false;
    const dictionary = page.dictionary_page_header;
    if (dictionary && !within(dictionary.num_values, 0, page.uncompressed_page_size)) return false;
    const second = page.data_page_header_v2;
    const count = second?.num_values ?? page.data_page_header?.num_values ?? 0;
    if (!dictionary && !within(count, 1, rows - values)) return false;
    values += count;
    if (second) {
      const { num_nulls, definition_levels_byte_length: a, repetition_levels_byte_length: b } = second;
      if (!within(num_nulls, 0, count) || !within(a, 0, size) || !within(b, 0, size - a)) return false;
    }
    reader.offset += size;
  }
  return values === rows;
}
