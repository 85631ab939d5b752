import { finish } from '../finish.js';
import { readError } from '../readError.js';
import type { ReadResult } from '../reader.js';
import type { TextLog } from './textLog.js';

/** The trace of what a dialect found, or why there is none. */
export function textResult(file: string, format: string, log: TextLog): ReadResult {
  if (log.points > 0) {
    const notes = [...log.notes, ...log.ranks.notes];
    if (log.torn > 0) notes.push(`${log.torn} torn ${log.torn === 1 ? 'line' : 'lines'} skipped`);
    return finish({
      file,
      format,
      lossName: log.lossName,
      otherLosses: log.otherLosses,
      doubt: log.doubt,
      notes,
      builder: log.builder,
    });
  }
  if (log.validations > 0) {
    return readError(
      file,
      `no training loss: this ${format} log has only validation losses (${log.validations} lines)`,
      `a scheduler needs the training loss of every few iterations; use a log that has it, or name a series with --loss (${[...log.otherLosses].join(', ')})`,
    );
  }
  if (log.rates > 0) {
    return readError(
      file,
      `no training loss: this ${format} log has only learning rates (${log.rates} lines)`,
      'the loss was printed elsewhere, or not at all; use the file that has it, or name its key with --loss',
    );
  }
  return readError(
    file,
    log.signs > 0
      ? `no training loss: this ${format} log ends before the first training line`
      : `no training loss found in ${format} format`,
    log.signs > 0
      ? 'use a log of a run that got further'
      : 'leave --format out, or name the key of the loss with --loss',
  );
}
