import type { Comparison } from './comparison.js';
import type { Replay } from './replay.js';

/** Rates within this ratio count as equal, because logs print few digits. */
const closeRatio = 1.1;
/** Half of the last digit of a log that prints six decimals. */
const halfDigit = 5e-7;

/**
 * First step at which a scheduler's rate differs from the recorded one. Up to there the replay shows what would have
 * happened; later decisions are hypothetical, because the losses belong to another rate. Rates within a tenth and
 * changes within two records count as equal. Null if the rates never differ or the record has no rates. Of a replay that
 * kept only its first changes, what comes after them is not compared.
 */
export function firstDivergence(
  { segment, summary }: Pick<Comparison, 'segment' | 'summary'>,
  {
    changes,
    initialLearningRate,
    changeCount,
  }: Pick<Replay, 'changes' | 'initialLearningRate' | 'changeCount'>,
): number | null {
  const { steps, learningRates } = segment;
  if (!learningRates) return null;
  const window = 2 * (summary.stride ?? 1);
  const known = changeCount > changes.length ? (changes.at(-1)?.step ?? -Infinity) - window : Infinity;
  const digit = printsSixDecimals(learningRates) ? halfDigit : 0;
  // For each record: the rate at the start of its window, and the rates of the changes within it.
  let [before, first, behind] = [initialLearningRate, 0, 0];
  for (let i = 0; i < steps.length; i++) {
    const [step, recorded] = [steps[i]!, learningRates[i]!];
    if (step > known) return null;
    if (Number.isNaN(recorded)) continue;
    while (first < changes.length && changes[first]!.step < step - window) before = changes[first++]!.to;
    while (behind < changes.length && changes[behind]!.step <= step + window) behind++;
    let [low, high] = [before, before];
    for (let k = first; k < behind; k++) {
      low = Math.min(low, changes[k]!.to);
      high = Math.max(high, changes[k]!.to);
    }
    if (recorded >= low / closeRatio - digit && recorded <= high * closeRatio + digit) continue;
    // The change came from the scheduler just before, or else from the run.
    const own = changes[behind - 1]?.step ?? -Infinity;
    return own > step - 3 * window ? Math.min(own, step) : step;
  }
  return null;
}

const printsSixDecimals = (rates: Float64Array): boolean =>
  rates.every((rate) => Number.isNaN(rate) || Math.abs(rate * 1e6 - Math.round(rate * 1e6)) < 1e-9);
