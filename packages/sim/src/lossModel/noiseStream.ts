import { gaussians } from './gaussians.js';
import type { Noise } from './noise.js';

/** Nodes of the slow deviation for each of its times; between them it is a straight line. */
const nodesPerTime = 8;

/**
 * What one seed's run deviates from what its law expects: the same for the same seed and iteration, whatever rates a
 * scheduler chooses, so that schedules are compared on the same luck.
 *
 *     loss = expected·(1 + slow_t) + scale·expected^power·white_t
 *
 * slow_t is an Ornstein-Uhlenbeck process, normal from the start, or from a deviation that is given.
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
   * What happens in the next iterations: turns what the law expects into the level of this run, in place, and writes the
   * losses with all noise. They stay the next ones until {@link take}n.
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

  /** The first of them have happened. */
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
