import { setImmediate } from 'node:timers/promises';
import { restore, type SchedulerState } from '@fastface/core';
import type { Checkpoint, PendingLoss } from '../checkpoint/checkpoint.js';
import { type Batch, batches } from '../faces/batches.js';
import { toStateDict } from '../model/stateDict.js';
import { LossQueue } from './lossQueue.js';
import type { Outcome, Run } from './run.js';
import { Stopwatch } from './stopwatch.js';
import { update } from './update.js';

/**
 * Trains: batch, update, loss, scheduler, and again. Beside it go the trace, a record an update, and checkpoints.
 *
 * The scheduler is given the loss of each update, in order, `lossLag` updates late; its rate is for the next update to
 * be issued. An update whose loss or gradient is not finite changes nothing, and the scheduler is given null for it.
 *
 * @throws BadInput for an image that cannot be read, unless the config says to skip it, and for a disk that is full
 * @example
 * import { mkdtemp } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { chooseScheduler, generatedFaces, RunTrace, runConfig, saveCheckpoint, setUp, trainLoop, useBackend } from '@fastface/train';
 *
 * await useBackend('wasm');
 * const config = runConfig({ steps: 4, batchSize: 8, learningRate: 0.05 });
 * const faces = await generatedFaces({ identities: 6, perIdentity: 4, imageSize: 16 }, { cache: null });
 * const folder = await mkdtemp(join(tmpdir(), 'run-'));
 * const outcome = await trainLoop({
 *   config,
 *   faces,
 *   parts: await setUp(config, faces),
 *   scheduler: chooseScheduler(config).scheduler,
 *   trace: RunTrace.create(folder, config.steps, { note: 'mine' }),
 *   save: (checkpoint) => saveCheckpoint(join(folder, 'checkpoints'), checkpoint),
 * });
 * [outcome.end, outcome.step]; // ['finished', 4]
 */
export async function trainLoop(run: Run): Promise<Outcome> {
  const { config, faces, parts, scheduler, trace, from = null, signal } = run;
  const { checkpointEvery = 500, verifyEvery = 0, maxBadLosses = 10 } = run;
  const { average } = parts;
  const { batchSize, accumulate, steps, seed } = config;
  const scheduling = new Stopwatch();
  const losses = new LossQueue(config.lossLag, from?.pending);

  let state = from ? restore(scheduler, from.scheduler) : scheduler.init();
  let step = from?.step ?? 0;
  let place = from?.batches ?? { seed, epoch: 0, position: 0 };
  let { badLosses, badLossesInARow } = from ?? { badLosses: 0, badLossesInARow: 0 };
  let best = from?.best ?? null;
  let lastLoss: number | null = null;
  let waited = 0;
  const firstStep = step;
  const started = performance.now();
  const verifying = new Stopwatch();
  const elapsed = () => (performance.now() - started - verifying.milliseconds) / 1000;

  /** The scheduler's turn, once the loss of an update is there. */
  const settle = (update: PendingLoss, waitedMs: number) => {
    const isBad = update.loss === null || update.gradientNorm === null;
    const loss = isBad ? null : update.loss;
    const before = state.learningRate;
    state = scheduling.time(() => scheduler.step(state, loss));
    const reason = state.decision === 'hold' ? '' : (scheduler.reason?.(state) ?? state.decision);
    const trend = trendOf(state);
    trace.record({ ...update, loss, decision: state.decision, reason, trend });
    badLossesInARow = isBad ? badLossesInARow + 1 : 0;
    if (isBad) {
      badLosses++;
      run.onBadLoss?.(update, badLosses);
    } else lastLoss = loss;
    if (state.learningRate !== before) run.onChange?.(update, state, reason);
    run.onUpdate?.({ ...update, loss }, { steps, trend, images: batchSize * accumulate, waitedMs });
  };

  const content = async (): Promise<Checkpoint> => {
    const pending = await losses.pending();
    const head = await toStateDict(parts.head);
    return {
      config: { ...config },
      backbone: await toStateDict(parts.model),
      ...(average === null ? {} : { average: await toStateDict(average.model) }),
      training: new Map([
        ...[...head].map(([name, tensor]) => [`head.${name}`, tensor] as const),
        ...(await parts.optimizer.state()),
      ]),
      state: {
        step,
        scheduler: state,
        batches: place,
        pending,
        badLosses,
        badLossesInARow,
        best,
        lengths: trace.lengths(),
        seconds: (from?.seconds ?? 0) + elapsed(),
      },
    };
  };

  let savedAt = from?.step ?? -1;
  const checkpoint = async () => {
    if (step === savedAt) return;
    savedAt = step;
    await run.save(await content());
  };

  let verifiedAt = -1;
  const verify = async () => {
    if (step === verifiedAt) return;
    verifiedAt = step;
    const accuracy = (await verifying.wait(run.verify?.(step))) ?? null;
    if (accuracy === null || accuracy <= (best?.accuracy ?? -1)) return;
    best = { step, accuracy };
    await run.saveBest?.(await content());
  };

  if (from === null) average?.copy();
  if (from === null) await checkpoint(); // so that there is one to go back to, whatever happens
  const { augmentation, data } = config;
  const source = batches(faces, {
    batchSize,
    from: place,
    augmentation,
    onBadImage: data.onBadImage,
    ahead: Math.max(2, accumulate),
  });
  const isFinished = () => step === steps || state.decision === 'finish';
  try {
    while (!isFinished() && !signal?.aborted && badLossesInARow < maxBadLosses) {
      await setImmediate(); // signals are heard between two updates
      const taken: Batch[] = [];
      while (taken.length < accumulate)
        taken.push(((await source.next()) as IteratorYieldResult<Batch>).value);
      const waitedMs = taken.reduce((sum, batch) => sum + batch.waitedMs, 0);
      waited += waitedMs;
      for (const error of taken.flatMap(({ skipped }) => skipped)) run.onBadImage?.(error);

      parts.beginStep(step);
      const { learningRate } = state;
      const { loss, gradientNorm } = update(parts, taken, faces.imageSize, learningRate);
      const last = taken.at(-1)!;
      losses.push({ step, epoch: last.epoch, learningRate }, loss, gradientNorm);
      step++;
      average?.update(step);
      place = last.state;

      const due = await losses.next();
      if (due) settle(due, waitedMs);
      // Before the checkpoint, which says what was best.
      if (verifyEvery > 0 && step % verifyEvery === 0 && badLossesInARow === 0) await verify();
      if (step % checkpointEvery === 0 && badLossesInARow === 0 && step < steps) await checkpoint();
    }
  } finally {
    await source.return?.(); // ends its threads, also after an error
  }

  const end = isFinished() ? 'finished' : signal?.aborted ? 'interrupted' : 'diverged';
  // A run that goes on later must not have given the scheduler losses early.
  if (end === 'finished') for (const update of await losses.drain()) settle(update, 0);
  if (end === 'finished' && verifyEvery > 0) await verify();
  if (end !== 'diverged') await checkpoint();
  trace.close();

  const seconds = elapsed();
  const updates = step - firstStep;
  return {
    end,
    step,
    learningRate: state.learningRate,
    lastLoss,
    badLosses,
    best,
    seconds: (from?.seconds ?? 0) + seconds,
    imagesPerSecond: (updates * batchSize * accumulate) / seconds,
    dataShare: waited / 1000 / seconds,
    schedulerShare: scheduling.milliseconds / 1000 / seconds,
    schedulerMicroseconds: updates === 0 ? 0 : (scheduling.milliseconds * 1000) / updates,
  };
}

/** The smoothed decrease of the loss per iteration, of schedulers that have one, inside whatever is composed around them. */
function trendOf(state: SchedulerState): number | null {
  const { trend, inner } = state as { trend?: number | null; inner?: SchedulerState };
  return trend ?? (inner ? trendOf(inner) : null);
}
