import { startsWith } from './bytes.js';

interface Reason {
  readonly message: string;
  readonly advice: string;
}

const archives: readonly [magic: readonly number[], name: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'ZIP'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'Zstandard'],
  [[0x42, 0x5a, 0x68], 'bzip2'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'xz'],
  [[0x37, 0x7a, 0xbc, 0xaf], '7-Zip'],
];

/**
 * An SQLite database: reading one would take a megabyte of WebAssembly, or a Node that has it, for a table that one command
 * writes as text.
 */
function database(head: Uint8Array): Reason | null {
  if (!startsWith(head, 'SQLite format 3\0')) return null;
  // Its tables are described in the first page, in the words that made them.
  const tables = new TextDecoder('latin1').decode(head.subarray(0, 16_384));
  const isMlflow = /CREATE TABLE "?metrics"?[^;]*run_uuid/i.test(tables);
  const isTrackio = !isMlflow && /CREATE TABLE "?metrics"?/i.test(tables);
  const select = isTrackio
    ? `sqlite3 FILE "select json_set(metrics, '$.run', run_name, '$.step', step) from metrics order by run_name, id" > run.jsonl`
    : isMlflow
      ? 'sqlite3 -csv -header FILE "select step, key, value from metrics where run_uuid = \'RUN\' order by step" > run.csv'
      : 'sqlite3 -csv -header FILE "select * from TABLE" > run.csv';
  const of = isTrackio ? ', as trackio writes it' : isMlflow ? ', as MLflow writes it' : '';
  return { message: `an SQLite database${of}`, advice: `write it as text: ${select}` };
}

/** What is certainly not a log, told by its first bytes, or null. */
export function whyUnreadable(head: Uint8Array): Reason | null {
  if (head.length === 0)
    return { message: 'the file is empty', advice: 'use the log of a run that has started' };
  if (startsWith(head, 'version https://git-lfs.github.com/spec/')) {
    return {
      message: 'a Git LFS pointer, not the log itself',
      advice: 'fetch the content with `git lfs pull`, or download the file itself',
    };
  }
  const stored = database(head);
  if (stored) return stored;
  for (const [magic, name] of archives) {
    if (startsWith(head, magic)) {
      return {
        message: `a ${name} archive`,
        advice: 'unpack it and read the log inside; gzip is read as it is',
      };
    }
  }
  return null;
}

/** Why nothing recognised these first bytes. */
export function whyUnrecognised(head: Uint8Array): Reason {
  if (head.includes(0)) {
    return {
      message: 'not a log: unknown binary data',
      advice: 'text logs, CSV, JSON, TensorBoard, W&B and Parquet files are read',
    };
  }
  const [first = ''] = new TextDecoder().decode(head.subarray(0, 4096)).split(/\r?\n/);
  if (/^\s*[-+.\d][-+.\deE]*(?:[\s,;]+[-+.\d][-+.\deE]*)*\s*$/.test(first)) {
    return {
      message: 'rows of numbers, and nothing that says which of them is the loss',
      advice: 'put a line with the names of the columns above them, such as step,lr,loss',
    };
  }
  return {
    message: 'no training loss found: no known log format',
    advice: 'name the key or column of the loss with --loss, or the format with --format',
  };
}
