import type { SweepPart, SweepPlan } from './plan.js';
import { type Given, variedAt } from './variation.js';

/** Configurations in a batch at most. */
export const largestBatch = 512;

/** Rows from … to − 1, all of one part, with what each has of the options that vary. */
export interface Batch {
  readonly part: SweepPart;
  readonly from: number;
  readonly to: number;
  readonly varied: readonly Given[];
}

/** Rows from … to − 1 of the plan in batches of one part each, of the size that the part should have. */
export function* batches(
  { parts }: SweepPlan,
  from: number,
  to: number,
  size: (part: SweepPart) => number,
): Generator<Batch> {
  for (const part of parts) {
    const end = Math.min(to, part.start + part.count);
    const step = size(part);
    for (let at = Math.max(from, part.start); at < end; at += step) {
      const length = Math.min(step, end - at);
      const varied = Array.from({ length }, (_, i) => variedAt(part.variation, at - part.start + i));
      yield { part, from: at, to: at + length, varied };
    }
  }
}

/** The options of every configuration of a batch, as its scheduler takes them. */
export const configurationsOf = ({ part, varied }: Batch): Given[] =>
  varied.map((options) => ({ ...part.variation.fixed, ...options }));
