import { createHash } from 'node:crypto';
import type { SchedulerContext } from '../schedulers/schedulerEntry.js';
import type { Segment } from '../trace.js';
import type { RecordedSteps } from './recordedDistance.js';
import { configurationCount, type Given, type Variation, variedAt } from './variation.js';

/** One recorded run of a sweep. */
export interface SweepTrace {
  readonly file: string;
  /** Number of the segment, from 1. */
  readonly segmentNumber: number;
  readonly segment: Segment;
  readonly recorded: RecordedSteps | null;
  readonly context: SchedulerContext;
}

/** The configurations of one scheduler on one run: rows start … start + count − 1. */
export interface SweepPart {
  readonly trace: SweepTrace;
  readonly variation: Variation;
  readonly start: number;
  readonly count: number;
}

/**
 * The plan of a sweep, in the order of its rows: run by run, scheduler by scheduler, configuration by configuration.
 * Its size does not depend on the number of configurations.
 */
export interface SweepPlan {
  /** Identifies the sweep: a digest of its losses, schedulers, options and version. */
  readonly id: string;
  readonly parts: readonly SweepPart[];
  readonly rows: number;
  /** Every varied option, one column each. */
  readonly options: readonly string[];
}

/** @throws RangeError where there are too many configurations to count */
export function planSweep(
  traces: readonly SweepTrace[],
  variations: readonly Variation[],
  version: string,
): SweepPlan {
  const parts: SweepPart[] = [];
  let rows = 0;
  for (const trace of traces) {
    for (const variation of variations) {
      const count = configurationCount(variation);
      parts.push({ trace, variation, start: rows, count });
      rows += count;
    }
  }
  if (!Number.isSafeInteger(rows)) throw new RangeError(`${rows} configurations are too many`);
  const options = [...new Set(variations.flatMap(({ axes }) => axes.map(({ option }) => option)))];
  return { id: identity(traces, variations, version), parts, rows, options };
}

function identity(traces: readonly SweepTrace[], variations: readonly Variation[], version: string): string {
  const about = {
    version,
    traces: traces.map(({ file, segmentNumber, segment, recorded, context }) => {
      const content = createHash('sha256').update(segment.steps).update(segment.losses).digest('hex');
      return { file, segmentNumber, content, recorded, context };
    }),
    variations: variations.map(({ entry, fixed, axes, random }) => ({
      scheduler: entry.name,
      module: entry.module,
      fixed,
      axes,
      random,
    })),
  };
  return createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 12);
}

/** A row without its outcome: its part and its varied options. */
export interface PlannedRow {
  readonly part: SweepPart;
  readonly varied: Given;
}

export function rowAt({ parts }: SweepPlan, row: number): PlannedRow {
  const part = parts.findLast(({ start }) => start <= row)!;
  return { part, varied: variedAt(part.variation, row - part.start) };
}
