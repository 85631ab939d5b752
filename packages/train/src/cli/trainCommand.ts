import { join } from 'node:path';
import { loadScheduler } from '@fastface/sim';
import type { Command } from 'commander';
import { BadInput } from '../badInput.js';
import { saveCheckpoint } from '../checkpoint/saveCheckpoint.js';
import { batches } from '../faces/batches.js';
import type { FaceSet } from '../faces/dataset.js';
import { openPairs } from '../faces/openPairs.js';
import { chooseScheduler } from '../loop/chooseScheduler.js';
import { extendRun } from '../loop/extendRun.js';
import { duration, Progress } from '../loop/progress.js';
import { loadWeights, restoreParts } from '../loop/restoreParts.js';
import { configHash, type RunConfig } from '../loop/runConfig.js';
import { checkpointsOf, newRunFolder } from '../loop/runFolder.js';
import { setUp } from '../loop/setUp.js';
import { trainingFaces } from '../loop/trainingFaces.js';
import { type Outcome, trainLoop } from '../loop/trainLoop.js';
import { changeHeader, RunTrace, traceFile } from '../trace/runTrace.js';
import { afterRun } from './afterRun.js';
import { collect, whole } from './parse.js';
import { openRun } from './resumedRun.js';
import { startBackend } from './startBackend.js';
import { stopSignal } from './stopSignal.js';
import { configOf, habitsOf, type TrainFlags, withConfigFlags } from './trainFlags.js';
import { UsageError } from './usageError.js';

/** Adds the command `train`. */
export function registerTrain(program: Command): void {
  const command = program
    .command('train')
    .description('train a face recogniser, the learning rate driven by the loss')
    .optionsGroup('The run:')
    .option('--out <folder>', 'where trace, checkpoints and report go (default: a new one below runs)')
    .option('--resume [folder]', 'go on where a run stopped (default: the newest below runs)')
    .option('--checkpoint-every <n>', 'steps', whole(1), 500)
    .option(
      '--max-bad-losses <n>',
      'stop after this number of losses in a row that are not finite',
      whole(1),
      10,
    )
    .option(
      '--verify <set>',
      'verify at the end on a .bin, a list of pairs, a folder; several times',
      collect,
      [],
    )
    .option('--verify-pairs <n>', 'after generated faces: pairs of unseen people; 0 for none', whole(0), 800)
    .option('--json', 'a JSON object on standard output, progress on standard error');
  withConfigFlags(command)
    .addHelpText(
      'after',
      `
Examples:
  fastface-train train
  fastface-train train --steps 2000 --scheduler fastface --set alpha=0.01 --set threshold=1e-3
  fastface-train train --data faces/ --image-size 112 --model mobilefacenet --embedding-size 512
  fastface-train train --resume
  fastface-train train --resume --steps 40000

A run that is finished goes on with --resume and more --steps than before. Interrupted (Ctrl-C) it writes a
checkpoint; killed at any moment, --resume goes on from the last one as if nothing had happened. Fixed seed,
fixed backend: the same run.`,
    )
    .action(trainCommand);
}

export async function trainCommand(given: TrainFlags, command: Command): Promise<void> {
  const progress = new Progress(given.json ? process.stderr : process.stdout);
  const resumed = given.resume === undefined ? null : await openRun(given, command, progress);
  const flags = resumed?.flags ?? given;
  const planned = resumed?.config ?? configOf(flags);
  // What can be refused at once is refused before anything is drawn, loaded or written.
  await usage(() => loadScheduler(planned.scheduler));
  await usage(() => chooseScheduler(planned));
  const backend = await startBackend(planned.backend);
  const faces = await trainingFaces(planned, {
    onProgress: (share) =>
      progress.share(planned.data.source === 'generated' ? 'drawing faces' : 'opening', share),
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
    `${config.model} on ${backend.name}, ${config.scheduler}, ${config.steps} steps of ${config.batchSize}; ${folder}`,
  );
  if (resumed) progress.note(`going on at step ${resumed.checkpoint.state.step}`);

  const stop = stopSignal(() => progress.note('stopping after this step; again to stop at once'));
  let checkpoint = resumed?.checkpoint.path ?? '';
  let changedAt = Number.NaN;
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
        checkpoint = await saveCheckpoint(checkpointsOf(folder), { ...content, habits: habitsOf(flags) });
      },
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
    });
    progress.end();
    stop.release();
    progress.note(timesOf(outcome));
    if (outcome.end === 'finished') {
      await afterRun({
        config,
        faces,
        sets,
        model: parts.model,
        folder,
        checkpoint,
        trace,
        outcome,
        progress,
        flags,
      });
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

const short = (rate: number) => String(Number(rate.toPrecision(4)));

const commandLine = () => ['fastface-train', ...process.argv.slice(2)].join(' ');

function timesOf({
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
