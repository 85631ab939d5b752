import { bisector } from 'd3-array';

/** Losses further apart than this could overflow a filter. */
const widest = 1e300;

/**
 * The finite losses of a run, minus the first of them, in blocks; the filters ignore the others. Positions count
 * usable losses only; `iterationOf` converts them to iterations.
 */
export class UsableLosses {
  /** First usable loss; NaN if there is none. */
  readonly first: number;
  private readonly skipped: number[] = [];
  private next = 0;

  constructor(private readonly losses: Float64Array) {
    this.first = losses.find(Number.isFinite) ?? Number.NaN;
  }

  /**
   * True if no filter can overflow on these losses. Only then a loss is usable either for all configurations or for
   * none.
   */
  static areTame(losses: Float64Array): boolean {
    let [least, most] = [Infinity, -Infinity];
    for (const loss of losses) {
      if (loss - loss !== 0) continue;
      if (loss < least) least = loss;
      if (loss > most) most = loss;
    }
    return !(most - least > widest);
  }

  /** Fills a block and returns its number of losses; 0 at the end. */
  fill(block: Float64Array): number {
    const { losses, first, skipped } = this;
    let filled = 0;
    let i = this.next;
    for (; i < losses.length && filled < block.length; i++) {
      const loss = losses[i]!;
      if (loss - loss === 0) block[filled++] = loss - first;
      else skipped.push(i - skipped.length);
    }
    this.next = i;
    return filled;
  }

  /** The iteration of the usable loss at a position that `fill` has passed: `position` plus the losses skipped before it. */
  iterationOf(position: number): number {
    return position + beforeOrAt(this.skipped, position);
  }
}

/** skipped[k] = iteration of the k-th skipped loss minus k: the number of usable losses before it. */
const beforeOrAt = bisector((usableBefore: number) => usableBefore).right;
