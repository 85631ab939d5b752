import { setImmediate } from 'node:timers/promises';
import { restore, type Scheduler, type SchedulerState } from '@fastface/core';
import * as tf from '@tensorflow/tfjs-core';
import type { BadInput } from '../badInput.js';
import type { Checkpoint, PendingLoss, RunState } from '../checkpoint/checkpoint.js';
import { type Batch, batches } from '../faces/batches.js';
import type { FaceSet } from '../faces/dataset.js';
import { toStateDict } from '../model/stateDict.js';
import type { RunTrace } from '../trace/runTrace.js';
import { trainStep } from '../trainStep.js';
import { LossQueue } from './lossQueue.js';
import type { Situation } from './progress.js';
import type { RunConfig } from './runConfig.js';
import type { TrainingParts } from './setUp.js';
import { Stopwatch } from './stopwatch.js';

/** What a run is made of, and whom it tells what happens. */
export interface Run {
  readonly config: RunConfig;
  readonly faces: FaceSet;
  readonly parts: TrainingParts;
  readonly scheduler: Scheduler;
  readonly trace: RunTrace;
  /** Where to go on; without it the run begins. Network, head and optimiser must have been restored already. */
  readonly from?: RunState | null;
  /** Steps between checkpoints; 500. */
  readonly checkpointEvery?: number;
  /** Number of losses in a row that are not finite, after which the run ends. Default 10. */
  readonly maxBadLosses?: number;
  /** Ends the run after the update under way. */
  readonly signal?: AbortSignal;
  save(checkpoint: Checkpoint): Promise<unknown>;
  onUpdate?(update: PendingLoss, situation: Situation): void;
  onChange?(update: PendingLoss, state: SchedulerState, reason: string): void;
  onBadLoss?(update: PendingLoss, total: number): void;
  onBadImage?(error: BadInput): void;
}

/** How a run went. */
export interface Outcome {
  /**
   * `finished`: all steps made, or the scheduler decided `finish`. `diverged`: maxBadLosses losses in a row were not finite; the weights are those before the first of them.
   */
  readonly end: 'finished' | 'interrupted' | 'diverged';
  readonly step: number;
  readonly learningRate: number;
  readonly lastLoss: number | null;
  readonly badLosses: number;
  /** Seconds of training, over all parts of the run; the rest is of this part. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** Share of the time in which the device had no data, and that which the scheduler took. */
  readonly dataShare: number;
  readonly schedulerShare: number;
  readonly schedulerMicroseconds: number;
}

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
  const { checkpointEvery = 500, maxBadLosses = 10 } = run;
  const { model, head, optimizer } = parts;
  const { batchSize, steps, seed } = config;
  const scheduling = new Stopwatch();
  const losses = new LossQueue(config.lossLag, from?.pending);

  let state = from ? restore(scheduler, from.scheduler) : scheduler.init();
  let step = from?.step ?? 0;
  let place = from?.batches ?? { seed, epoch: 0, position: 0 };
  let { badLosses, badLossesInARow } = from ?? { badLosses: 0, badLossesInARow: 0 };
  let lastLoss: number | null = null;
  let waited = 0;
  const firstStep = step;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;

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
    run.onUpdate?.({ ...update, loss }, { steps, trend, images: batchSize, waitedMs });
  };

  let savedAt = from?.step ?? -1;
  const checkpoint = async () => {
    if (step === savedAt) return;
    savedAt = step;
    const pending = await losses.pending();
    const head = await toStateDict(parts.head);
    await run.save({
      config: { ...config },
      backbone: await toStateDict(model),
      training: new Map([
        ...[...head].map(([name, tensor]) => [`head.${name}`, tensor] as const),
        ...[...(await optimizer.state())].map(([name, tensor]) => [`velocity.${name}`, tensor] as const),
      ]),
      state: {
        step,
        scheduler: state,
        batches: place,
        pending,
        badLosses,
        badLossesInARow,
        lengths: trace.lengths(),
        seconds: (from?.seconds ?? 0) + elapsed(),
      },
    });
  };

  if (from === null) await checkpoint(); // so that there is one to go back to, whatever happens
  const { augmentation, data } = config;
  const source = batches(faces, { batchSize, from: place, augmentation, onBadImage: data.onBadImage });
  const isFinished = () => step === steps || state.decision === 'finish';
  while (!isFinished() && !signal?.aborted && badLossesInARow < maxBadLosses) {
    await setImmediate(); // signals are heard between two updates
    const { value: batch } = (await source.next()) as IteratorYieldResult<Batch>;
    waited += batch.waitedMs;
    for (const error of batch.skipped) run.onBadImage?.(error);

    parts.beginStep(step);
    const images = tf.tensor4d(batch.images, [batchSize, faces.imageSize, faces.imageSize, 3]);
    const { learningRate } = state;
    const { loss, gradientNorm } = trainStep(model, head, optimizer, images, batch.labels, learningRate);
    images.dispose();
    losses.push({ step, epoch: batch.epoch, learningRate }, loss, gradientNorm);
    step++;
    place = batch.state;

    const due = await losses.next();
    if (due) settle(due, batch.waitedMs);
    if (step % checkpointEvery === 0 && badLossesInARow === 0 && step < steps) await checkpoint();
  }
  await source.return?.();

  const end = isFinished() ? 'finished' : signal?.aborted ? 'interrupted' : 'diverged';
  // A run that goes on later must not have given the scheduler losses early.
  if (end === 'finished') for (const update of await losses.drain()) settle(update, 0);
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
    seconds: (from?.seconds ?? 0) + seconds,
    imagesPerSecond: (updates * batchSize) / seconds,
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
