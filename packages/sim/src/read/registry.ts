import { parquet } from './binary/parquet.js';
import { tensorboard } from './binary/tensorboard.js';
import { wandb } from './binary/wandb.js';
import type { Reader } from './reader.js';
import { csv } from './table/csv.js';
import { json } from './table/json.js';
import { jsonLines } from './table/jsonLines.js';
import { markdown } from './table/markdown.js';
import { mlflow } from './table/mlflow.js';
import { notebook } from './table/notebook.js';
import { anyText } from './text/anyText.js';
import { dialects } from './text/dialects.js';
import { keyValue } from './text/keyValue.js';
import { textReader } from './text/textReader.js';

/** Every log format, the more particular first. */
export const readers: readonly Reader[] = [
  ...dialects.map(textReader),
  tensorboard,
  wandb,
  parquet,
  mlflow,
  csv,
  markdown,
  notebook,
  jsonLines,
  json,
  keyValue,
  anyText,
];

/** The reader that is surest of these first bytes of a log (64 KiB are enough), or null. */
export function detectReader(head: Uint8Array): Reader | null {
  let best: Reader | null = null;
  let surest = 0;
  for (const reader of readers) {
    const sure = reader.detect(head);
    if (sure > surest) [best, surest] = [reader, sure];
  }
  return best;
}
