import { firstIterationStep } from '../iterations.js';
import type { Segment } from '../trace.js';
import type { LiveRecord } from './record.js';
import type { WatchOutput } from './watchLog.js';

/** Keeps the course of the run under way. */
export const courseOutput = (course: Course): WatchOutput => ({
  record: (record) => course.add(record),
  past: (record) => course.add(record),
});

/** Records in a row, taken together. */
export interface CourseStretch {
  /** Step of its last record. */
  readonly step: number;
  /** Least, mean and largest finite loss; NaN where there is none. */
  readonly low: number;
  readonly mean: number;
  readonly high: number;
  /** Rate of its last record, as the log says it; NaN where it says none. */
  readonly learningRate: number;
}

/** Records that show how many iterations each of them stands for. */
const firstRecords = 8;

/**
 * The whole course of a run in constant memory: up to `most` stretches of equally many records each. When there are more, two
 * neighbours become one. Where the step falls back, another run begins.
 */
export class Course {
  private done: CourseStretch[] = [];
  private size = 1;
  private count = 0;
  private finite = 0;
  private sum = 0;
  private open: CourseStretch | null = null;
  private first: number[] = [];
  private last = Number.NEGATIVE_INFINITY;

  /** @param most even, ≥ 2 */
  constructor(private readonly most = 1024) {}

  add({ step, loss, learningRate }: LiveRecord): void {
    if (step === this.last) return;
    if (step < this.last) this.clear();
    this.last = step;
    if (this.first.length < firstRecords) this.first.push(step);
    let { low = Number.NaN, high = Number.NaN } = this.open ?? {};
    if (Number.isFinite(loss)) {
      this.sum += loss;
      this.finite++;
      low = loss < low || Number.isNaN(low) ? loss : low;
      high = loss > high || Number.isNaN(high) ? loss : high;
    }
    this.count++;
    this.open = { step, low, mean: this.sum / this.finite, high, learningRate };
    if (this.count < this.size) return;
    this.done.push(this.open);
    [this.count, this.finite, this.sum, this.open] = [0, 0, 0, null];
    if (this.done.length < this.most) return;
    this.done = pairs(this.done, joined);
    this.size *= 2;
  }

  private clear(): void {
    [this.done, this.first, this.open] = [[], [], null];
    [this.size, this.count, this.finite, this.sum] = [1, 0, 0, 0];
  }

  /** Step of the first iteration of the run; null before a record. */
  get firstStep(): number | null {
    return this.first.length === 0 ? null : firstIterationStep({ steps: Float64Array.from(this.first) });
  }

  /** The stretches so far, the one under way included. */
  stretches(): readonly CourseStretch[] {
    return this.open === null ? this.done : [...this.done, this.open];
  }

  /** The complete stretches as the records of a run, for the loss model. */
  segment(): Segment {
    const column = (of: (stretch: CourseStretch) => number) => Float64Array.from(this.done, of);
    return {
      steps: column(({ step }) => step),
      losses: column(({ mean }) => mean),
      learningRates: column(({ learningRate }) => learningRate),
      plannedSteps: null,
      run: null,
    };
  }
}

/** Two neighbours each as one. */
export const pairs = <Item>(items: readonly Item[], join: (a: Item, b: Item) => Item): Item[] =>
  Array.from({ length: items.length >> 1 }, (_, i) => join(items[2 * i]!, items[2 * i + 1]!));

function joined(a: CourseStretch, b: CourseStretch): CourseStretch {
  if (Number.isNaN(a.mean)) return b;
  if (Number.isNaN(b.mean)) return { ...a, step: b.step, learningRate: b.learningRate };
  return {
    step: b.step,
    low: Math.min(a.low, b.low),
    mean: (a.mean + b.mean) / 2,
    high: Math.max(a.high, b.high),
    learningRate: b.learningRate,
  };
}
