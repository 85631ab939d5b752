import { gaussians } from './gaussians.js';
import type { Noise } from './noise.js';

/** Nodes of the slow deviation per correlation time, linearly interpolated. */
const nodesPerTime = 8;

/**
 * The random deviation of one seed's run from its law. It depends only on seed and iteration, not on the rates, so
 * schedules are compared with the same random numbers.
 *
 *     loss = expected·(1 + slow_t) + scale·expected^power·white_t
 *
 * slow_t is an Ornstein-Uhlenbeck process that starts in its stationary distribution or at a given deviation.
 */
export class NoiseStream {
  private readonly white: () => number;
  private readonly slow: () => number;
  private readonly spacing: number;
  private readonly kept: number;
  private from: number;
  private to: number;
  private at = 0;
  private buffer = new Float64Array(0);
  private used = 0;

  constructor(
    private readonly noise: Noise,
    seed: number,
    start?: number,
  ) {
    this.white = gaussians(seed, 0);
    this.slow = gaussians(seed, 1);
    this.spacing = Math.max(1, noise.slowTime / nodesPerTime);
    this.kept = Math.exp(-this.spacing / noise.slowTime);
    this.from = start ?? noise.slow * this.slow();
    this.to = this.next(this.from);
  }

  /**
   * Previews the next iterations: converts the law's expectations to the levels of this run, in place, and writes the
   * losses with all noise. The position advances only with {@link take}.
   */
  apply(levels: Float64Array, losses: Float64Array): void {
    this.draw(levels.length);
    const { scale, power } = this.noise;
    for (let i = 0; i < levels.length; i++) {
      const expected = levels[i]!;
      const size = scale * Math.abs(expected) ** power;
      levels[i] = expected * (1 + this.buffer[2 * (this.used + i) + 1]!);
      losses[i] = levels[i]! + size * this.buffer[2 * (this.used + i)]!;
    }
  }

  /** Advances by the first `count` of the previewed iterations. */
  take(count: number): void {
    this.used += count;
  }

  private draw(count: number): void {
    const left = this.buffer.length / 2 - this.used;
    if (left >= count) return;
    const size = Math.max(4096, count);
    const buffer = new Float64Array(2 * size);
    buffer.set(this.buffer.subarray(2 * this.used));
    for (let i = left; i < size; i++) {
      buffer[2 * i] = this.white();
      buffer[2 * i + 1] = this.from + ((this.to - this.from) * this.at) / this.spacing;
      if (++this.at >= this.spacing) {
        this.at -= this.spacing;
        this.from = this.to;
        this.to = this.next(this.to);
      }
    }
    this.buffer = buffer;
    this.used = 0;
  }

  private next(from: number): number {
    return this.kept * from + this.noise.slow * Math.sqrt(1 - this.kept * this.kept) * this.slow();
  }
}
