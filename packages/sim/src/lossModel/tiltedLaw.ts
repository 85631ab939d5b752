import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { normalQuantile } from './normalQuantile.js';
import type { RunningLaw } from './runningLaw.js';

/**
 * Standard deviation of the error of a law over fits, as a share of the log of the total fall. Runs of small networks
 * ended 1 to 9 % from the prediction of models fitted to other schedules, with a log fall of 1.3 to 2.3.
 */
export const lawDeviation = 0.04;

/**
 * Tilts of `count` runs: the normal quantiles of (i + ½)/count times {@link lawDeviation}, shuffled. Independent draws for a
 * few seeds would have a non-zero mean and bias every result.
 */
export function tiltsOf(count: number, seed: number): number[] {
  const tilts = Array.from({ length: count }, (_, i) => lawDeviation * normalQuantile((i + 0.5) / count));
  const generator = xoroshiro128plus(seed);
  // The first numbers of neighbouring seeds are similar.
  for (let i = 0; i < 16; i++) generator.next();
  for (let i = count - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i);
    [tilts[i], tilts[j]] = [tilts[j]!, tilts[i]!];
  }
  return tilts;
}

/** A law whose fall is scaled on a log scale, from where it starts: L → start·(L/start)^(1 + tilt). */
export class TiltedLaw implements RunningLaw {
  /** @param start loss that both laws start at */
  constructor(
    private readonly law: RunningLaw,
    private readonly start: number,
    private readonly tilt: number,
  ) {}

  run(rate: number, losses: Float64Array): void {
    this.law.run(rate, losses);
    // The tilt needs logarithms of positive losses.
    if (!(this.start > 0)) return;
    for (let i = 0; i < losses.length; i++) {
      if (losses[i]! > 0) losses[i]! *= (losses[i]! / this.start) ** this.tilt;
    }
  }

  pass(rate: number, iterations: number): void {
    this.law.pass(rate, iterations);
  }

  copy(): TiltedLaw {
    return new TiltedLaw(this.law.copy(), this.start, this.tilt);
  }

  become(copy: RunningLaw): void {
    this.law.become((copy as TiltedLaw).law);
  }
}
