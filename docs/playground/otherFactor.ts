import type { Replay } from '@fastface/sim/browser';

/**
 * The replay of Moving Haar with another factor, from one that is there: when it acts depends on the losses alone, and
 * only the rates on the factor. So its slider costs nothing, while a replay copies two windows of numbers a sample. Null
 * where a rate would leave the range of a double, or where not every change was kept.
 */
export function withFactor(replay: Replay, factor: number): Replay | null {
  const { changes, changeCount, options, initialLearningRate } = replay;
  if (changeCount > changes.length) return null;
  let rate = initialLearningRate;
  const changed = changes.map((change) => {
    const from = rate;
    rate *= change.decision === 'restart' ? Number(options.restartFactor) : factor;
    return { ...change, from, to: rate };
  });
  if (!changed.every(({ to }) => to > 0 && Number.isFinite(to))) return null;
  let at = 0;
  const samples = replay.samples.map((sample) => {
    while (at < changed.length && changed[at]!.step <= sample.step) at++;
    return { ...sample, learningRate: at === 0 ? initialLearningRate : changed[at - 1]!.to };
  });
  return { ...replay, options: { ...options, factor }, changes: changed, finalLearningRate: rate, samples };
}
