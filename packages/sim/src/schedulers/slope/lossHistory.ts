import { quickselect } from 'd3-array';
import { recursiveSlopeZ, zOfHint } from './recursiveSlope.js';
import { isBelowHint, type SlopeSums } from './slopeSums.js';

/**
 * The latest losses in a ring, with the sums for their slope kept up to date in O(1) a loss. The registers change in
 * place because this runs once an iteration; a run fills them from its state and nothing outside a run sees them.
 */
export class LossHistory {
  private readonly ring: Float64Array;
  /** Where the next loss goes. */
  private end = 0;
  size = 0;
  private notFinite = 0;
  private origin = 0;
  private d = 0;
  private aged = 0;
  private squares = 0;
  private bulk = 0;
  /** Losses until the sums are added up afresh, so that rounding does not pile up; the first check does so too. */
  private untilRenewal = 0;

  constructor(
    private readonly capacity: number,
    losses: readonly (number | null)[],
  ) {
    this.ring = new Float64Array(capacity);
    for (const loss of losses) {
      if (loss === null) this.notFinite++;
      this.ring[this.size++] = loss ?? Number.NaN;
    }
    this.end = this.size % capacity;
  }

  /** Oldest first; null for a loss that is not finite. */
  toArray(): (number | null)[] {
    const losses: (number | null)[] = [];
    for (let age = this.size - 1; age >= 0; age--) {
      const loss = this.at(age);
      losses.push(loss - loss === 0 ? loss + 0 : null);
    }
    return losses;
  }

  push(loss: number): void {
    if (this.size === this.capacity) this.dropOldest();
    this.ring[this.end] = loss;
    this.end = this.end + 1 === this.capacity ? 0 : this.end + 1;
    this.size++;
    const finite = loss - loss === 0;
    if (!finite) this.notFinite++;
    if (this.untilRenewal === 0) return;
    this.untilRenewal--;
    const d = finite ? loss - this.origin : 0;
    this.aged += this.d;
    this.d += d;
    this.squares += d * d;
    this.bulk += d * d;
  }

  dropOldest(): void {
    const age = this.size - 1;
    const loss = this.at(age);
    this.size--;
    const finite = loss - loss === 0;
    if (!finite) this.notFinite--;
    const d = finite ? loss - this.origin : 0;
    this.aged -= age * d;
    this.d -= d;
    this.squares -= d * d;
  }

  /**
   * dlib's double check over the whole history: no hint that the losses fall, nor without the largest tenth of them.
   * (It counts the steps without a decrease and asks whether they are all of them, which the whole history decides.)
   */
  isFlat(): boolean {
    // A loss that is not finite makes dlib's probability NaN, which is not below 0.51.
    if (this.notFinite > 0 || this.size < 3) return false;
    return this.isWholeFlat() && this.isRobustlyFlat();
  }

  private isWholeFlat(): boolean {
    if (this.untilRenewal === 0) this.renew();
    const verdict = isBelowHint(this.sums());
    return verdict ?? recursiveSlopeZ(this.copy()) < zOfHint;
  }

  private isRobustlyFlat(): boolean {
    const tenth = Math.round((this.size - 1) * (1 - 0.1));
    const limit = quickselect(this.copy(), tenth)[tenth]!;
    const kept = this.keptUpTo(limit);
    if (kept.length < 3) return false;
    const verdict = isBelowHint(sumsOf(kept, kept[0]!));
    return verdict ?? recursiveSlopeZ(kept) < zOfHint;
  }

  private keptUpTo(limit: number): Float64Array {
    const values = this.copy();
    let kept = 0;
    for (const loss of values) if (loss <= limit) values[kept++] = loss;
    return values.subarray(0, kept);
  }

  private sums(): SlopeSums {
    const { size: n, origin, d, aged, squares, bulk } = this;
    return { n, origin, d, aged, squares, bulk };
  }

  private renew(): void {
    const sums = sumsOf(this.copy(), this.at(0));
    this.origin = sums.origin;
    this.d = sums.d;
    this.aged = sums.aged;
    this.squares = sums.squares;
    this.bulk = sums.bulk;
    this.untilRenewal = this.capacity;
  }

  private at(age: number): number {
    const index = this.end - 1 - age;
    return this.ring[index < 0 ? index + this.capacity : index]!;
  }

  /** Newest first. */
  private copy(): Float64Array {
    const values = new Float64Array(this.size);
    for (let age = 0; age < this.size; age++) values[age] = this.at(age);
    return values;
  }
}

/** Sums over values given newest first. */
export function sumsOf(values: Float64Array, origin: number): SlopeSums {
  let d = 0;
  let aged = 0;
  let squares = 0;
  for (let age = 0; age < values.length; age++) {
    const each = values[age]! - origin;
    d += each;
    aged += age * each;
    squares += each * each;
  }
  return { n: values.length, origin, d, aged, squares, bulk: squares };
}
