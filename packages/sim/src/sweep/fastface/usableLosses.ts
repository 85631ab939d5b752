import { bisector } from 'd3-array';

/** Losses further apart than this could overflow a filter. */
const widest = 1e300;

/**
 * The finite losses of a run, less the first of them, a block at a time; the filters pass over the others as if they
 * were not there. Positions count usable losses only; `iterationOf` gives the iteration again.
 */
export class UsableLosses {
  /** First usable loss; NaN where there is none. */
  readonly first: number;
  private readonly skipped: number[] = [];
  private next = 0;

  constructor(private readonly losses: Float64Array) {
    this.first = losses.find(Number.isFinite) ?? Number.NaN;
  }

  /** Can no filter overflow on these? Only then is a loss usable for all configurations or for none. */
  static areTame(losses: Float64Array): boolean {
    let [least, most] = [Infinity, -Infinity];
    for (const loss of losses) {
      if (loss - loss !== 0) continue;
      if (loss < least) least = loss;
      if (loss > most) most = loss;
    }
    return !(most - least > widest);
  }

  /** Fills a block as far as losses reach and returns how many it holds; 0 at the end. */
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

/** skipped[k] = iteration of the k-th skipped loss less k: the number of usable losses before it. */
const beforeOrAt = bisector((usableBefore: number) => usableBefore).right;
