import { readError } from '../readError.js';
import type { ReadResult } from '../reader.js';

/** The last value of every key of a W&B run. */
export function isWandbSummary(record: Record<string, unknown>): boolean {
  return '_runtime' in record && ('_timestamp' in record || '_step' in record || '_wandb' in record);
}

export function wandbSummary(file: string): ReadResult {
  return readError(
    file,
    'a W&B summary: the last value of each key, not a curve',
    'use the run-*.wandb file beside it, or run.history() of the run',
  );
}
