import { ok } from '../result.js';
import { readError } from './readError.js';
import type { ReadResult } from './reader.js';
import type { SegmentBuilder } from './segmentBuilder.js';

export interface Found {
  readonly file: string;
  readonly format: string;
  readonly lossName: string;
  readonly otherLosses: Iterable<string>;
  /** Why another loss may be meant. */
  readonly doubt?: string | null;
  readonly notes: Iterable<string>;
  readonly builder: SegmentBuilder;
}

/** Turns collected records, at least one, into a trace; a log without one finite loss is an error. */
export function finish(found: Found): ReadResult {
  const { file, format, lossName, otherLosses, doubt = null, notes, builder } = found;
  const repeats = builder.collapse();
  const segments = builder.segments();
  if (!builder.sane) {
    return readError(
      file,
      `'${lossName}' has more than ${segments.length} runs: its step hardly ever increases`,
      'name the column or key that counts the steps with --step',
    );
  }
  const records = builder.count;
  let finite = 0;
  for (const { losses } of segments)
    for (let i = 0; i < losses.length; i++) if (Number.isFinite(losses[i])) finite++;
  if (finite === 0) {
    return readError(
      file,
      `none of the ${records} training losses is a finite number`,
      'the run diverged from its first record on; use a log of a run whose loss is finite',
    );
  }
  const all = [...notes];
  if (repeats > 0) {
    all.push(
      `${repeats} records repeat the step before (several processes, or written twice): the first of each step was taken`,
    );
  }
  if (finite < records) all.push(`${records - finite} of ${records} losses are not finite`);
  return ok({
    file,
    format,
    lossName,
    otherLosses: [...otherLosses],
    ...(doubt === null ? {} : { doubt }),
    segments,
    notes: all,
  });
}
