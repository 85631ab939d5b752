import type { SweepPart, SweepPlan } from '../plan.js';
import type { RowRange } from '../results/checkRows.js';
import type { Row } from '../results/row.js';
import { type Given, variedAt } from '../variation.js';
import { type FiveNumbers, Sample } from './sample.js';

/** The outcomes whose distribution is reported. */
const spreadOf = [
  'reductions',
  'firstReduction',
  'lastReduction',
  'finalLearningRate',
  'stationaryShare',
  'recordedDistance',
] as const;

export type SpreadColumn = (typeof spreadOf)[number];

const mostNearest = 5;

/** A configuration with changes close to those of the recorded run. */
export interface Nearest {
  readonly options: Given;
  readonly reductions: number;
  readonly recordedDistance: number;
}

/** Summary of the configurations of one scheduler on one run. */
export interface PartSummary {
  readonly file: string;
  readonly segment: number;
  readonly scheduler: string;
  readonly configurations: number;
  /** Configurations that never lowered the rate. */
  readonly withoutReduction: number;
  readonly spread: Readonly<Record<SpreadColumn, FiveNumbers | null>>;
  /** Number of changes of the recorded rate; null if the log has no rates. */
  readonly recordedChanges: number | null;
  readonly nearest: readonly Nearest[];
}

/** Summarises rows one by one, in constant memory. */
export class Summary {
  private row: number;
  private readonly parts: { part: SweepPart; collected: Collected }[];

  constructor(plan: SweepPlan, range: RowRange) {
    this.row = range.from;
    this.parts = plan.parts.map((part) => ({ part, collected: new Collected() }));
  }

  add(page: readonly Row[]): void {
    for (const row of page) {
      const { part, collected } = this.parts.findLast(
        ({ part }) => part.start <= this.row && part.count > 0,
      )!;
      collected.add(part, this.row++, row);
    }
  }

  finish(): PartSummary[] {
    const some = this.parts.filter(({ collected }) => collected.count > 0);
    return some.map(({ part, collected }) => collected.summary(part));
  }
}

class Collected {
  count = 0;
  private withoutReduction = 0;
  private readonly samples = new Map(spreadOf.map((name) => [name, new Sample()]));
  private nearest: Nearest[] = [];

  add({ variation, start }: SweepPart, at: number, row: Row): void {
    this.count++;
    for (const [name, sample] of this.samples) {
      const value = row[name];
      if (typeof value === 'number') sample.add(value);
    }
    const reductions = row.reductions as number;
    if (reductions === 0) this.withoutReduction++;
    const recordedDistance = row.recordedDistance;
    if (typeof recordedDistance !== 'number') return;
    const farthest = this.nearest[mostNearest - 1];
    if (farthest && recordedDistance >= farthest.recordedDistance) return;
    this.nearest.push({ options: variedAt(variation, at - start), reductions, recordedDistance });
    this.nearest.sort((a, b) => a.recordedDistance - b.recordedDistance);
    this.nearest = this.nearest.slice(0, mostNearest);
  }

  summary({ trace, variation }: SweepPart): PartSummary {
    const { recorded } = trace;
    const spread = Object.fromEntries([...this.samples].map(([name, sample]) => [name, sample.spread()]));
    return {
      file: trace.file,
      segment: trace.segmentNumber,
      scheduler: variation.entry.name,
      configurations: this.count,
      withoutReduction: this.withoutReduction,
      spread: spread as Record<SpreadColumn, FiveNumbers | null>,
      recordedChanges: recorded && recorded.reductions.length + recorded.restarts.length,
      nearest: this.nearest,
    };
  }
}
