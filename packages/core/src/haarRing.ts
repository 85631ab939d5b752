/**
 * The Haar kernel in O(1), fed with decreases h_t = x_{t−1} − x_t instead of the values x_t themselves:
 *
 *     D_t = mean(x_{t−2w+1} … x_{t−w}) − mean(x_{t−w+1} … x_t) = (1/w)·Σ_{j=0}^{2w−2} min(j+1, 2w−1−j)·h_{t−j}
 *
 * The weights form a triangle, the convolution of two boxes of width w, so three running sums are enough. Running
 * sums of the values themselves would lose a factor of up to |x|/|D| in relative accuracy by cancellation; the
 * decreases are small, so nothing cancels. The sums are recomputed from the ring once per revolution, so rounding
 * errors do not accumulate.
 */
export class HaarRing {
  readonly values: number[];
  private newer: number;
  private older: number;
  private triangle: number;

  constructor(
    private readonly width: number,
    values: readonly number[],
    /** Decreases pushed so far. */
    public seen: number,
    [newer, older, triangle]: readonly number[],
  ) {
    this.values = values.slice();
    this.newer = newer!;
    this.older = older!;
    this.triangle = triangle!;
  }

  sums(): number[] {
    return [this.newer, this.older, this.triangle];
  }

  /** Takes h_t and returns D_t, or null while fewer than 2w − 1 decreases have been seen. */
  push(decrease: number): number | null {
    const { width, values } = this;
    const length = 2 * width - 1;
    const slot = this.seen % length;
    const leavingOlder = values.length === length ? values[slot]! : 0;
    const leavingNewer = this.seen >= width ? values[(this.seen - width) % length]! : 0;
    this.newer += decrease - leavingNewer;
    this.older += leavingNewer;
    this.triangle += this.newer - this.older;
    this.older -= leavingOlder;
    values[slot] = decrease;
    this.seen++;
    if (this.seen < length) return null;
    if (this.seen % length === 0) this.renew();
    return this.triangle / width;
  }

  private renew(): void {
    const { width, values } = this;
    const length = 2 * width - 1;
    this.newer = 0;
    this.older = 0;
    this.triangle = 0;
    for (let age = 0; age < length; age++) {
      const value = values[(this.seen - 1 - age + length) % length]!;
      if (age < width) this.newer += value;
      else this.older += value;
      this.triangle += Math.min(age + 1, length - age) * value;
    }
  }
}
