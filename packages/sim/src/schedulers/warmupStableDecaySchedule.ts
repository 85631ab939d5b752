import { fromSchedule, option, type Scheduler } from '@fastface/core';

type Ramp = 'linear' | 'cosine' | '1-sqrt';

/** Options of {@link warmupStableDecaySchedule}. */
export interface WarmupStableDecayOptions {
  /** Rate of the stable stretch, > 0. */
  readonly learningRate: number;
  /** Iterations of the whole run, an integer ≥ warmupSteps + decaySteps. */
  readonly totalSteps: number;
  /** Iterations of the rise, an integer ≥ 0. Default: 1 % of totalSteps. */
  readonly warmupSteps?: number;
  /** Iterations of the fall at the end, an integer ≥ 0. Default: 10 % of totalSteps, as in MiniCPM. */
  readonly decaySteps?: number;
  /** Ramp of the rise. Default linear. */
  readonly warmup?: Ramp;
  /** Ramp of the fall. Default cosine. */
  readonly decay?: Ramp;
  /** Share of learningRate at either end, 0 ≤ minScale ≤ 1. Default 0. */
  readonly minScale?: number;
}

/**
 * Warm-up, stable, decay (WSD, a trapezoid). With f = minScale and p the completed share of the phase:
 *
 *     η_t = learningRate·(f + (1 − f)·g(p))
 *     rise  p = t/warmupSteps              g = p, (1 − cos πp)/2 or 1 − √(1 − p)
 *     fall  p = (t − start)/decaySteps     g = 1 − p, (1 + cos πp)/2 or 1 − √p,  start = totalSteps − decaySteps
 *
 * and g = 1 in between. Update 0 of a warm-up has the share f, by default rate 0, so it changes nothing; core's
 * `warmup` avoids that. From totalSteps on the rate is learningRate·f. O(1) per iteration.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const options = { learningRate: 1, totalSteps: 6, warmupSteps: 2, decaySteps: 2, decay: 'linear' } as const;
 * const scheduler = warmupStableDecaySchedule(options);
 * let state = scheduler.init();
 * for (const loss of [3, 3, 3, 3, 3]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.5: update 5 is half-way down
 * @see get_wsd_schedule, checked against transformers 5.23.0; Hu et al. 2024, MiniCPM, section 4
 */
export function warmupStableDecaySchedule(options: WarmupStableDecayOptions): Scheduler {
  const name = 'warmup-stable-decay';
  const known = ['learningRate', 'totalSteps', 'warmupSteps', 'decaySteps', 'warmup', 'decay', 'minScale'];
  option.checkKnown(name, options, known);
  const learningRate = option.checkPositive('learningRate', options.learningRate);
  const totalSteps = option.checkInteger('totalSteps', options.totalSteps, 1);
  const rise = option.checkInteger('warmupSteps', options.warmupSteps ?? Math.floor(0.01 * totalSteps), 0);
  const fall = option.checkInteger('decaySteps', options.decaySteps ?? Math.floor(0.1 * totalSteps), 0);
  const start = totalSteps - fall;
  option.check(rise <= start, 'decaySteps', fall, `at most ${totalSteps - rise}, what the warm-up leaves`);
  const up = shapes[option.checkOneOf(...words)('warmup', options.warmup ?? 'linear')];
  const down = shapes[option.checkOneOf(...words)('decay', options.decay ?? 'cosine')];
  const least = option.checkFraction('minScale', options.minScale ?? 0);
  const scale = (part: number) => Math.max(0, part * (1 - least) + least);
  return fromSchedule((t) => {
    if (t < rise) return learningRate * scale(up(1 - t / rise));
    if (t < start) return learningRate;
    return learningRate * (t < totalSteps ? scale(down((t - start) / fall)) : least);
  }, name);
}

const words = ['linear', 'cosine', '1-sqrt'] as const;

/** From 1 to 0 as the part goes from 0 to 1. The rise is the same, backwards. */
const shapes: Record<Ramp, (part: number) => number> = {
  linear: (part) => 1 - part,
  cosine: (part) => 0.5 * (1 + Math.cos(Math.PI * part)),
  '1-sqrt': (part) => 1 - Math.sqrt(part),
};
