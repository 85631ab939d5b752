import { createHash } from 'node:crypto';
import type { Segment } from '../../trace.js';

/** A run as bytes: all its steps, then all its losses, as little-endian doubles. */
export function traceBytes({ steps, losses }: Pick<Segment, 'steps' | 'losses'>): Buffer {
  const bytes = Buffer.alloc(16 * steps.length);
  steps.forEach((step, i) => {
    bytes.writeDoubleLE(step, 8 * i);
  });
  losses.forEach((loss, i) => {
    bytes.writeDoubleLE(loss, 8 * (steps.length + i));
  });
  return bytes;
}

/** Decodes a run from untrusted bytes. @throws RangeError if they are no run with this number of records */
export function traceOf(bytes: Buffer, records: number, sha256: string): Segment {
  if (bytes.length !== 16 * records)
    throw new RangeError(`a run of ${bytes.length} bytes instead of ${16 * records}`);
  if (sha256Of(bytes) !== sha256) throw new RangeError('a run whose content is not what was promised');
  const steps = Float64Array.from({ length: records }, (_, i) => bytes.readDoubleLE(8 * i));
  const losses = Float64Array.from({ length: records }, (_, i) => bytes.readDoubleLE(8 * (records + i)));
  const rises = steps.every((step, i) => Number.isSafeInteger(step) && (i === 0 || step > steps[i - 1]!));
  if (!rises) throw new RangeError('a run whose steps do not increase');
  return { steps, losses, learningRates: null, plannedSteps: null, run: null };
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
