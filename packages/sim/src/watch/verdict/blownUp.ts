import { type Detector, digits, type Verdict } from './verdict.js';

export interface BlownUpState {
  /** Losses that were no number, in a row, and the step of the first of them. */
  readonly broken: number;
  readonly brokenSince: number;
  /** Finite losses so far; the EMA of the loss, its highest value among the first ones, and its lowest. */
  readonly seen: number;
  readonly start: number;
  readonly level: number;
  readonly lowest: number;
  /** EMA of the distance from the smoothed loss. */
  readonly deviation: number;
  /** Step since which the loss is far above its start; null while it is not. */
  readonly highSince: number | null;
}

/** An fp16 overflow now and then is no number either. */
const inARow = 5;
/** A warm-up may make the loss rise at first. */
const startLength = 128;
const weight = 1 / 16;

/**
 * Five records in a row that are no finite number; or a smoothed loss that lies above the highest of its first 128 by more than twice what it
 * had fallen, by more than half of its start's size, and by more than five mean deviations. What comes back is not blown up any more.
 */
export const blownUp: Detector<BlownUpState> = {
  init: () => ({
    broken: 0,
    brokenSince: 0,
    seen: 0,
    start: 0,
    level: 0,
    lowest: 0,
    deviation: 0,
    highSince: null,
  }),
  step(state, at, loss) {
    const { broken, seen } = state;
    if (!Number.isFinite(loss))
      return { ...state, broken: broken + 1, brokenSince: broken === 0 ? at : state.brokenSince };
    const level = state.level + Math.max(weight, 1 / (seen + 1)) * (loss - state.level);
    const start = seen === 0 ? level : seen < startLength ? Math.max(state.start, level) : state.start;
    const lowest = seen === 0 ? level : Math.min(state.lowest, level);
    const far = Math.max(2 * (start - lowest), 0.5 * Math.abs(start), 5 * state.deviation);
    const distance = Math.abs(loss - state.level);
    const usual = seen < startLength ? distance : Math.min(distance, 4 * state.deviation);
    const deviation =
      seen === 0 ? 0 : state.deviation + Math.max(1 / 64, 1 / seen) * (usual - state.deviation);
    const isHigh = seen >= 2 * startLength && level > start + far;
    return {
      broken: 0,
      brokenSince: 0,
      seen: Math.min(seen + 1, 2 * startLength),
      start,
      level,
      lowest,
      deviation,
      highSince: isHigh ? (state.highSince ?? at) : null,
    };
  },
  verdict({ broken, brokenSince, highSince, level, start, lowest }): Verdict | null {
    if (broken >= inARow)
      return {
        verdict: 'blown-up',
        since: brokenSince,
        confidence: 0.9999,
        reason: `${broken} losses in a row are no number`,
      };
    if (highSince === null) return null;
    const reason = `${digits(level)}, where it began with ${digits(start)} and was down to ${digits(lowest)}`;
    return { verdict: 'blown-up', since: highSince, confidence: 0.9999, reason };
  },
};
