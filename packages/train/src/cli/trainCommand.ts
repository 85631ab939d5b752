import { basename, join } from 'node:path';
import { loadScheduler } from '@fastface/sim';
import type { Command } from 'commander';
import { BadInput } from '../badInput.js';
import { folderOfStep } from '../checkpoint/checkpointFiles.js';
import { dropLater } from '../checkpoint/dropLater.js';
import { saveCheckpoint } from '../checkpoint/saveCheckpoint.js';
import { batches } from '../faces/batches.js';
import type { FaceSet } from '../faces/dataset.js';
import { openPairs } from '../faces/openPairs.js';
import { chooseScheduler } from '../loop/chooseScheduler.js';
import { extendRun } from '../loop/extendRun.js';
import { Progress } from '../loop/progress.js';
import { loadWeights, restoreParts } from '../loop/restoreParts.js';
import type { Outcome } from '../loop/run.js';
import { configHash, type RunConfig } from '../loop/runConfig.js';
import { checkpointsOf, newRunFolder } from '../loop/runFolder.js';
import { RunVerification, verificationJson } from '../loop/runVerification.js';
import { setUp } from '../loop/setUp.js';
import { trainingFaces } from '../loop/trainingFaces.js';
import { trainLoop } from '../loop/trainLoop.js';
import { isThere } from '../plainFile.js';
import { changeHeader, RunTrace, traceFile } from '../trace/runTrace.js';
import { afterRun } from './afterRun.js';
import { openRun } from './resumedRun.js';
import { startBackend } from './startBackend.js';
import { stopSignal } from './stopSignal.js';
import { tellRun, timesOf, verifyRun } from './tellRun.js';
import { configOf, habitsOf, type TrainFlags } from './trainFlags.js';
import { withTrainOptions } from './trainOptions.js';
import { UsageError } from './usageError.js';

/** Adds the command `train`. */
export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train a face recogniser, the learning rate driven by the loss');
  withTrainOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  fastface-train train
  fastface-train train --steps 2000 --scheduler fastface --set alpha=0.01 --set threshold=1e-3
  fastface-train train --data faces/ --image-size 112 --model mobilefacenet --embedding-size 512
  fastface-train train --data ms1m/ --data glint/ --interclass-filter 0.4 --on-few-images keep
  fastface-train train --data faces/ --verify lfw.bin --verify-every 2000
  fastface-train train --data faces/ --batch-size 32 --accumulate 4 --optimizer adamw
  fastface-train train --ema-decay 0.999
  fastface-train train --resume
  fastface-train train --resume --steps 40000

A run that is finished goes on with --resume and more --steps than before. Interrupted (Ctrl-C) it writes a
checkpoint; killed at any moment, --resume goes on from the last one as if nothing had happened. Fixed seed,
fixed backend: the same run.

With --verify-every the most accurate checkpoint so far is kept as checkpoints/best-…; --resume, verify, and --network of
the other commands take it as they take a run.`,
    )
    .action(trainCommand);
}

export async function trainCommand(given: TrainFlags, command: Command): Promise<void> {
  const progress = new Progress(given.json ? process.stderr : process.stdout);
  const resumed = given.resume === undefined ? null : await openRun(given, command, progress);
  const flags = resumed?.flags ?? given;
  const planned = resumed?.config ?? configOf(flags);
  if (planned.optimizer === 'adamw' && given.momentum !== undefined)
    throw new UsageError('--momentum: adamw has none, but betas of 0.9 and 0.999');
  const { sources } = planned.data;
  const twice = sources.find((source, index) => sources.indexOf(source) !== index);
  if (twice !== undefined) throw new UsageError(`--data ${twice}: is given twice`);
  // What can be refused at once is refused before anything is drawn, loaded or written.
  await usage(() => loadScheduler(planned.scheduler));
  await usage(() => chooseScheduler(planned));
  const backend = await startBackend(planned.backend);
  const faces = await trainingFaces(planned, {
    onProgress: (share) =>
      progress.share(planned.data.sources[0] === 'generated' ? 'drawing faces' : 'opening', share),
    onWarning: (line) => progress.note(line),
  });
  if (planned.batchSize > faces.length) {
    throw new UsageError(`--batch-size ${planned.batchSize}: ${faces.name} has ${faces.length} images`);
  }
  const config = resumed?.config ?? configOf(flags, faces);
  const { scheduler } = await usage(() => chooseScheduler(config));
  const { imageSize } = faces;
  const { onWrongSize } = config.data;
  const sets = await Promise.all(flags.verify.map((path) => openPairs(path, { imageSize, onWrongSize })));
  const isVerified = sets.length > 0 || (config.data.sources.includes('generated') && flags.verifyPairs > 0);
  if (flags.verifyEvery !== undefined && !isVerified)
    throw new UsageError('--verify-every: there is nothing to verify on; give --verify SET');
  // A run that dies of its first image leaves no folder.
  if (!resumed) await firstBatch(config, faces);
  const parts = await usage(() => setUp(config, faces));
  if (resumed?.isExtended) {
    const { checkpoint, folder } = resumed;
    const { state, answer } = await extendRun(checkpoint.state, scheduler, join(folder, traceFile));
    resumed.checkpoint = { ...checkpoint, state };
    progress.note(`${config.steps} steps instead of ${resumed.steps}: ${answer}`);
  }
  if (resumed) restoreParts(parts, scheduler, resumed.checkpoint);
  else if (config.weights !== null) await loadWeights(parts.model, config.weights);
  const { model } = parts;
  const average = parts.average?.model ?? null;
  const pairs = flags.verifyPairs;
  const verification = new RunVerification({ config, faces, model, average, sets, pairs, progress });

  const folder = resumed?.folder ?? newRunFolder(flags.out);
  const header = {
    note: `fastface-train: ${faces.name}`,
    command: commandLine(),
    hash: configHash(config),
    config,
  };
  if (resumed?.isExtended) changeHeader(folder, { hash: header.hash, config, total_steps: config.steps });
  const trace = resumed
    ? RunTrace.continue(folder, config.steps, header, resumed.checkpoint.state.lengths, (file) =>
        progress.note(`${file}: is not as long as when the checkpoint was written; begun anew`),
      )
    : RunTrace.create(folder, config.steps, header);
  const size = `${imageSize}×${imageSize}`;
  progress.note(`${faces.name}: ${faces.length} images of ${faces.classes} people, ${size}`);
  progress.note(
    `${config.model} on ${backend.name}, ${config.scheduler}, ${config.steps} steps of ${sizeOf(config)}; ${folder}`,
  );
  if (resumed) {
    const { path, ...content } = resumed.checkpoint;
    const checkpoints = checkpointsOf(folder);
    const { step, best } = content.state;
    // An older checkpoint may name a best one that is gone: the next is the best again.
    if (best && !(await isThere(join(checkpoints, folderOfStep(best.step, 'best')))))
      resumed.checkpoint = { ...resumed.checkpoint, state: { ...content.state, best: null } };
    // A run can go on from its newest step checkpoint at any moment, and the best is none of these.
    if (basename(path) !== folderOfStep(step))
      await saveCheckpoint(checkpoints, { ...content, config: { ...config } });
    const dropped = await dropLater(checkpoints, step);
    progress.note(`going on at step ${step}${dropped > 0 ? `; later checkpoints removed: ${dropped}` : ''}`);
  }

  const stop = stopSignal(() => progress.note('stopping after this step; again to stop at once'));
  let checkpoint = resumed?.checkpoint.path ?? '';
  const habits = habitsOf(flags);
  try {
    const outcome = await trainLoop({
      config,
      faces,
      parts,
      scheduler,
      trace,
      from: resumed?.checkpoint.state ?? null,
      checkpointEvery: flags.checkpointEvery,
      maxBadLosses: flags.maxBadLosses,
      signal: stop.signal,
      async save(content) {
        checkpoint = await saveCheckpoint(checkpointsOf(folder), { ...content, habits });
      },
      verifyEvery: flags.verifyEvery ?? 0,
      verify: (step) => verifyRun(verification, step, trace, progress),
      async saveBest(content) {
        const rows = verificationJson(await verification.measure(content.state.step));
        const path = await saveCheckpoint(checkpointsOf(folder), { ...content, habits }, rows);
        progress.note(`best so far: ${path}`);
      },
      ...tellRun(progress),
    });
    progress.end();
    stop.release();
    progress.note(timesOf(outcome));
    if (outcome.end === 'finished') {
      await afterRun({ config, verification, folder, checkpoint, trace, outcome, progress, flags });
    } else {
      reportStop(outcome, folder, checkpoint, stop.exitCode, flags, progress);
    }
  } finally {
    stop.release();
    parts.dispose();
  }
}

/** Reads the images of the first batch, as the run will. */
async function firstBatch({ batchSize, seed, augmentation, data }: RunConfig, faces: FaceSet): Promise<void> {
  const from = { seed, epoch: 0, position: 0 };
  const source = batches(faces, { batchSize, from, augmentation, onBadImage: data.onBadImage });
  await source.next();
  await source.return?.();
}

/** Options that fit together only as a whole are refused where they are used. */
async function usage<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** Images an update. */
const sizeOf = ({ batchSize, accumulate }: RunConfig) =>
  accumulate === 1 ? String(batchSize) : `${accumulate} × ${batchSize}`;

const commandLine = () => ['fastface-train', ...process.argv.slice(2)].join(' ');

function reportStop(
  outcome: Outcome,
  folder: string,
  checkpoint: string,
  exitCode: number,
  { json, maxBadLosses }: TrainFlags,
  progress: Progress,
): void {
  if (json) console.log(JSON.stringify({ folder, checkpoint, outcome }, null, 2));
  if (outcome.end === 'diverged') {
    throw new BadInput(
      folder,
      `${maxBadLosses} losses in a row were not finite, the last at step ${outcome.step - 1} and rate ${outcome.learningRate}`,
      `last good checkpoint: ${checkpoint}; lower --learning-rate, or begin with --weights ${checkpoint}/backbone.safetensors`,
    );
  }
  progress.note(`stopped at step ${outcome.step}; go on with: fastface-train train --resume ${folder}`);
  process.exitCode = exitCode;
}
