import type { SweepPart, SweepPlan } from './plan.js';
import { type Given, variedAt } from './variation.js';

/** Maximum number of configurations per batch. */
export const largestBatch = 512;

/** Rows from … to − 1 of one part, with the varied options of each. */
export interface Batch {
  readonly part: SweepPart;
  readonly from: number;
  readonly to: number;
  readonly varied: readonly Given[];
}

/** Splits the rows from … to − 1 of the plan into batches of one part each, with the part's batch size. */
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
