import type { Frame } from './frame.js';
import { readError } from './readError.js';
import type { ReadResult } from './reader.js';

const list = (names: readonly string[]) =>
  names.slice(0, 8).join(', ') + (names.length > 8 ? `, … (${names.length} in all)` : '');

function namesOf(frame: Frame, kind: string): string[] {
  return frame.series.filter((s) => s.kind.kind === kind && s.values.length > 0).map(({ name }) => name);
}

/** Why a table has no training loss. */
export function noLoss(file: string, format: string, frame: Frame): ReadResult {
  const evaluations = namesOf(frame, 'evaluation');
  if (evaluations.length > 0) {
    return readError(
      file,
      `no training loss: this ${format} log has only validation losses (${list(evaluations)})`,
      'a scheduler needs the training loss of every few iterations; use a log that has it, or name a series with --loss',
    );
  }
  const rates = namesOf(frame, 'rate');
  const { others } = frame;
  return readError(
    file,
    rates.length > 0
      ? `no training loss: this ${format} log has only learning rates (${list(rates)})`
      : `no training loss found in ${format} format`,
    others.length === 0
      ? 'if a column, key or tag holds it under another name, give it with --loss'
      : `if one of its series is the loss, give its name with --loss: ${list(others)}`,
  );
}

/** Numbers that are called a loss here and there, at most one of them with a step, are no curve. */
export function singleValues(file: string, name: string, count: number): ReadResult {
  return readError(
    file,
    `no training loss: '${name}' has ${count === 1 ? 'one value' : `${count} values`} and no step, which is no curve`,
    `use the log of a training, or name the loss with --loss '${name}' to read it all the same`,
  );
}

/** The user named a series that is not there. */
export function unknownName(file: string, what: string, name: string, frame: Frame): ReadResult {
  const names = frame.series.filter(({ values }) => values.length > 0).map((series) => series.name);
  return readError(
    file,
    `there is no ${what} called '${name}'`,
    names.length > 0 ? `the log has ${list(names)}` : 'leave the name out to see what is found',
  );
}

/** The error for a step that the user named in a format whose records all have their own; null without one. */
export function fixedStep(file: string, step: string | undefined): ReadResult | null {
  if (step === undefined || /^_?step$/i.test(step)) return null;
  return readError(
    file,
    `there is no step called '${step}'`,
    'every record of this format has a step of its own; leave --step out',
  );
}
