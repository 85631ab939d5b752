import { collect } from '../bytes.js';
import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { kindOf } from '../names.js';
import { readError } from '../readError.js';
import type { Reader } from '../reader.js';
import { jsonLines } from './jsonLines.js';
import { type JsonTable, tableIn } from './jsonTable.js';
import { isRecord, parseJson } from './jsonText.js';
import { recordRow } from './recordRow.js';
import { isWandbSummary, wandbSummary } from './wandbSummary.js';

/** A string of JavaScript cannot be longer. */
const largest = 500 * 2 ** 20;

/** No JSON of this size needs too much memory. */
const small = 16 << 20;
/** Bytes that the values of a document may take. */
const mostMemory = 1 << 30;

/** Bytes that the values take at least: a number in a list 16 while the list grows, a list or an object 64. */
function needs(bytes: Uint8Array): number {
  let [values, nested] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i]!;
    if (code === 44) values++;
    else if ((code | 32) === 123) nested++;
  }
  return 16 * values + 64 * nested;
}

/** One JSON document with curves somewhere in it. */
export const json: Reader = {
  format: 'json',
  description:
    'JSON: Hugging Face trainer_state.json, Keras history, lists of records, TensorBoard downloads',
  detect(head) {
    const text = new TextDecoder().decode(head.subarray(0, 200)).trimStart();
    if (/^\{\s*("|\})/.test(text)) return 0.6;
    return /^\[\s*(\{\s*"|\[\s*-?\d[\d.eE+-]*\s*,)/.test(text) ? 0.6 : 0;
  },
  async read(file, bytes, options) {
    const whole = await collect(bytes, largest);
    if (!whole)
      return readError(
        file,
        'JSON of more than 500 MiB',
        'write the log as JSON lines: these are read as they come',
      );
    if (whole.length > small && needs(whole) > mostMemory)
      return readError(
        file,
        'JSON of so many values that they would not fit into memory',
        'write the log as JSON lines: these are read as they come',
      );
    const value = parseJson(new TextDecoder().decode(whole));
    // Lines too wide to be seen as such from the first bytes.
    if (value === undefined && isLines(whole)) return jsonLines.read(file, [whole], options);
    if (value === undefined) {
      return readError(file, 'not valid JSON, or cut short', 'check that the file was written to its end');
    }
    if (isRecord(value) && isWandbSummary(value)) return wandbSummary(file);
    const table = tableIn(value);
    if (!table) {
      return readError(
        file,
        'no training loss: no list of records and no lists of numbers in this JSON',
        'use the log of the training',
      );
    }
    const isTriples = table.kind === 'triples';
    const frame = new Frame(isTriples ? { loss: 'value', ...options } : options);
    fill(frame, table);
    const plannedSteps = isRecord(value) && typeof value.max_steps === 'number' ? value.max_steps : undefined;
    const notes = isTriples
      ? ['a TensorBoard download does not say which scalar it is: taken for the training loss']
      : [];
    return frameTrace({
      file,
      format: json.format,
      frame,
      options: isTriples ? { loss: 'value', ...options } : options,
      notes,
      plannedSteps,
    });
  },
};

/** Does another line begin an object, as the first one does? */
function isLines(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(10);
  return at > 0 && bytes[0] === 123 && bytes[at + 1] === 123;
}

function fill(frame: Frame, table: JsonTable): void {
  if (table.kind === 'records') {
    for (const record of table.records) {
      // The Hugging Face trainer ends with a summary, whose train_loss is a mean of the run.
      if (!('train_runtime' in record)) recordRow(frame, record);
    }
  } else if (table.kind === 'triples') {
    for (const [, step, value] of table.triples) recordRow(frame, { step, value });
  } else {
    const names = Object.keys(table.columns);
    const counted = names.some((name) => ['step', 'epoch'].includes(kindOf(name).kind));
    const length = Math.max(...names.map((name) => table.columns[name]!.length));
    for (let i = 0; i < length; i++) {
      const cells = names.map((name) => [name, table.columns[name]![i]] as const);
      // Keras counts epochs from 0 and leaves them out.
      recordRow(frame, Object.fromEntries(counted ? cells : [['epoch', i] as const, ...cells]));
    }
  }
}
