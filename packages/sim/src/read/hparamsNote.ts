import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRecord, parseJson } from './table/jsonText.js';

/** More than any such file has, in bytes. */
const largest = 1 << 20;

/** Where trainers keep the base rate: AlgoPerf's submissions, init2winit. */
const places: readonly (readonly string[])[] = [
  ['learning_rate'],
  ['lr'],
  ['base_lr'],
  ['lr_hparams', 'base_lr'],
  ['opt_hparams', 'learning_rate'],
];

/**
 * What `hparams.json` says of the learning rate, where it stands beside the `measurements.csv` of AlgoPerf or init2winit, which has
 * losses alone. It holds the base rate; the schedule is in the program, so no record gets a rate.
 *
 * @returns a note for the trace; null if there is no such file, or it says nothing of a rate
 */
export async function hparamsNote(path: string): Promise<string | null> {
  if (basename(path) !== 'measurements.csv') return null;
  const rate = baseRate(parseJson(await textOf(join(dirname(path), 'hparams.json'))));
  return rate === null
    ? null
    : `hparams.json beside it says learning rate ${rate}, the base rate: the schedule is not in the log, so rates are multiples of it`;
}

async function textOf(path: string): Promise<string> {
  try {
    // A pipe must not be waited for.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= largest ? await file.readFile('utf8') : '';
    } finally {
      await file.close();
    }
  } catch {
    // What is not there, or may not be read, says nothing.
    return '';
  }
}

function baseRate(hparams: unknown): number | null {
  for (const place of places) {
    let value: unknown = hparams;
    for (const key of place) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  }
  return null;
}
