import type { Reader } from './reader.js';
import { csv } from './table/csv.js';
import { json } from './table/json.js';
import { jsonLines } from './table/jsonLines.js';
import { markdown } from './table/markdown.js';
import { mlflow } from './table/mlflow.js';
import { anyText } from './text/anyText.js';
import { dialects } from './text/dialects.js';
import { keyValue } from './text/keyValue.js';
import { textReader } from './text/textReader.js';

/** The formats that a program may print: of a file, or of a cell of a notebook. The more particular first. */
export const printedReaders: readonly Reader[] = [
  ...dialects.map(textReader),
  mlflow,
  csv,
  markdown,
  jsonLines,
  json,
  keyValue,
  anyText,
];

/** The reader that is surest of these first bytes of a log (64 KiB are enough), or null. */
export function surestReader(readers: readonly Reader[], head: Uint8Array): Reader | null {
  let best: Reader | null = null;
  let surest = 0;
  for (const reader of readers) {
    const sure = reader.detect(head);
    if (sure > surest) [best, surest] = [reader, sure];
  }
  return best;
}
