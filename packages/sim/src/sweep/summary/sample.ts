import { quantileSorted } from 'd3-array';
import { uniform } from '../values/randomValue.js';

/** Reservoir size: of more values, an evenly spread sample of this size is kept. */
const capacity = 100_000;

/** Distribution of some values. */
export interface FiveNumbers {
  readonly least: number;
  readonly tenth: number;
  readonly median: number;
  readonly ninetieth: number;
  readonly most: number;
}

/**
 * Collects numbers in constant memory. Quantiles are exact up to 100,000 numbers; beyond that they come from a
 * uniform sample (Vitter's reservoir, the same sample in every run). Minimum and maximum are exact.
 */
export class Sample {
  count = 0;
  private readonly kept: number[] = [];
  private least = Infinity;
  private most = -Infinity;

  add(value: number): void {
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
    this.count++;
    if (this.count <= capacity) this.kept.push(value);
    else {
      const at = Math.floor(uniform(0, this.count, 'reservoir') * this.count);
      if (at < capacity) this.kept[at] = value;
    }
  }

  /** Null if there are none. */
  spread(): FiveNumbers | null {
    if (this.count === 0) return null;
    const sorted = this.kept.toSorted((a, b) => a - b);
    const at = (share: number) => quantileSorted(sorted, share)!;
    return { least: this.least, tenth: at(0.1), median: at(0.5), ninetieth: at(0.9), most: this.most };
  }
}
