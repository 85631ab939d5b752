import { type Detector, digits, type Verdict } from './verdict.js';

export interface SpikeState {
  /** Losses so far, up to `least`. */
  readonly seen: number;
  /** EMA of the loss, of its distance from there, and what is left of the largest distance upwards. */
  readonly level: number;
  readonly deviation: number;
  readonly peak: number;
  /** Losses since the latest spike began; it is over after `over`. */
  readonly since: number | null;
  readonly age: number;
  readonly reason: string;
}

const least = 64;
const over = 16;
const levelWeight = 1 / 16;
const deviationWeight = 1 / 64;
const peakWeight = 1 / 512;
const deviations = 10;
const peaks = 3;

/**
 * A record far above the others: more than 10 mean deviations above the smoothed loss and more than 3 times as far above as
 * any of the last few hundred, so that losses with a heavy tail are no alarm. It counts for 16 records, in which
 * another one is the same spike; what stays up is no spike after that, but the new level.
 */
export const spike: Detector<SpikeState> = {
  init: () => ({ seen: 0, level: 0, deviation: 0, peak: 0, since: null, age: 0, reason: '' }),
  step(state, at, loss) {
    if (!Number.isFinite(loss)) return state;
    const { seen, level, deviation, peak } = state;
    if (seen === 0) return { ...state, seen: 1, level: loss };
    const distance = loss - level;
    const isFar = seen >= least && distance > deviations * deviation && distance > peaks * peak;
    // A spike pulls the level up as far as a usual loss may; early ones count fully.
    const limit = seen < least ? Math.abs(distance) : 4 * deviation;
    const pull = Math.max(-limit, Math.min(limit, distance));
    const weight = Math.max(deviationWeight, 1 / (seen + 1));
    const isOn = state.since !== null && state.age < over;
    const begins = !isOn && isFar;
    return {
      seen: Math.min(seen + 1, least),
      level: level + Math.max(levelWeight, 1 / (seen + 1)) * pull,
      deviation: deviation + weight * (Math.abs(pull) - deviation),
      peak: Math.max(peak * (1 - peakWeight), distance),
      since: isOn ? state.since : begins ? at : null,
      age: isOn ? state.age + 1 : 0,
      reason: begins
        ? `${digits(loss)} where ${digits(level)} is usual, ${digits(distance / deviation)} mean deviations above`
        : state.reason,
    };
  },
  verdict: ({ since, reason }): Verdict | null =>
    since === null ? null : { verdict: 'spike', since, confidence: 0.9999, reason },
};
