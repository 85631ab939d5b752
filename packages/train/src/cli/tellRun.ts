import { BadInput } from '../badInput.js';
import { duration, type Progress } from '../loop/progress.js';
import type { Outcome, Run } from '../loop/run.js';
import { meanAccuracy, type RunVerification, verificationLine } from '../loop/runVerification.js';
import type { RunTrace } from '../trace/runTrace.js';

/** What a run tells its user while it goes on. */
export function tellRun(
  progress: Progress,
): Required<Pick<Run, 'onUpdate' | 'onChange' | 'onBadLoss' | 'onBadImage'>> {
  let changedAt = Number.NaN;
  return {
    onUpdate: (update, situation) => progress.update(update, situation),
    onChange: ({ step, learningRate }, { learningRate: next, decision }, reason) => {
      // Of a rate that changes at every update, the first change is told, and the end.
      const goesOn = step === changedAt + 1 && decision !== 'finish';
      changedAt = step;
      if (!goesOn)
        progress.note(`step ${step}: ${decision} ${short(learningRate)} → ${short(next)}  ${reason}`);
    },
    onBadLoss: ({ step, learningRate, loss, gradientNorm }, total) =>
      progress.note(
        `step ${step}: ${loss === null ? 'loss' : 'gradient'} not finite at rate ${learningRate}, ` +
          `gradient norm ${gradientNorm}; update skipped (${total} so far)`,
      ),
    onBadImage: (error) => progress.note(`skipped: ${error.message}`),
  };
}

/**
 * A verification in training: a line a set, and its figures for TensorBoard. The run goes on where there can be none; the last
 * one, after the run, says it again.
 *
 * @returns the mean accuracy
 */
export async function verifyRun(
  verification: RunVerification,
  step: number,
  trace: RunTrace,
  progress: Progress,
): Promise<number | null> {
  try {
    const comparisons = await verification.measure(step);
    for (const { set, rows } of comparisons) {
      for (const { name, result } of rows) {
        const what = rows.length === 1 ? set.name : `${set.name}, ${name}`;
        progress.note(verificationLine(step, what, result));
        trace.scalars(step, {
          [`${what}/accuracy`]: result.accuracy,
          [`${what}/val`]: result.val ?? Number.NaN,
          [`${what}/auc`]: result.auc,
          [`${what}/xnorm`]: result.xnorm,
        });
      }
    }
    return meanAccuracy(comparisons);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    progress.note(`step ${step}: not verified: ${error.message}`);
    return null;
  }
}

const short = (rate: number) => String(Number(rate.toPrecision(4)));

/** How long a finished run took, and what with. */
export function timesOf({
  step,
  seconds,
  imagesPerSecond,
  dataShare,
  schedulerShare,
  schedulerMicroseconds,
}: Outcome) {
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  return (
    `${step} steps in ${duration(seconds)}: ${Math.round(imagesPerSecond)} images/s, waiting for data ${percent(dataShare)}, ` +
    `scheduler ${percent(schedulerShare)} (${schedulerMicroseconds.toFixed(1)} µs a step)`
  );
}
