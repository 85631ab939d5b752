import type { Comparison } from './comparison.js';
import type { Replay } from './replay.js';

/** Rates this close, as a ratio, are one rate: logs print few digits. */
const closeRatio = 1.1;
/** Half of the last digit of a log that prints six decimals. */
const halfDigit = 5e-7;

/**
 * First step at which a scheduler's rate differs from the recorded one: up to there a replay is what would have
 * happened; after it, only what the scheduler makes of losses that another rate led to. Rates within a tenth are taken
 * for the same, and changes within two records. Null if they never differ, or the record shows no rate.
 */
export function firstDivergence(
  { segment, summary }: Pick<Comparison, 'segment' | 'summary'>,
  { changes, initialLearningRate }: Pick<Replay, 'changes' | 'initialLearningRate'>,
): number | null {
  const { steps, learningRates } = segment;
  if (!learningRates) return null;
  const window = 2 * (summary.stride ?? 1);
  const digit = printsSixDecimals(learningRates) ? halfDigit : 0;
  // Around each record: the rate at the start of the window, and those of the changes within it.
  let [before, first, behind] = [initialLearningRate, 0, 0];
  for (let i = 0; i < steps.length; i++) {
    const [step, recorded] = [steps[i]!, learningRates[i]!];
    if (Number.isNaN(recorded)) continue;
    while (first < changes.length && changes[first]!.step < step - window) before = changes[first++]!.to;
    while (behind < changes.length && changes[behind]!.step <= step + window) behind++;
    let [low, high] = [before, before];
    for (let k = first; k < behind; k++) {
      low = Math.min(low, changes[k]!.to);
      high = Math.max(high, changes[k]!.to);
    }
    if (recorded >= low / closeRatio - digit && recorded <= high * closeRatio + digit) continue;
    // Who changed the rate: the scheduler just before, or else the run.
    const own = changes[behind - 1]?.step ?? -Infinity;
    return own > step - 3 * window ? Math.min(own, step) : step;
  }
  return null;
}

const printsSixDecimals = (rates: Float64Array): boolean =>
  rates.every((rate) => Number.isNaN(rate) || Math.abs(rate * 1e6 - Math.round(rate * 1e6)) < 1e-9);
