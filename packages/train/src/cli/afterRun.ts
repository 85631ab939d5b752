import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replayText } from '@fastface/sim';
import type { FaceSet, PairSet } from '../faces/dataset.js';
import type { Progress } from '../loop/progress.js';
import { replayRun, writeReport } from '../loop/replayRun.js';
import type { RunConfig } from '../loop/runConfig.js';
import { reportOf } from '../loop/runFolder.js';
import type { Outcome } from '../loop/trainLoop.js';
import { verificationTable } from '../loop/verification.js';
import { compareOnPairs, unseenPairs } from '../loop/verifyUnseen.js';
import type { Model } from '../model/createModel.js';
import type { RunTrace } from '../trace/runTrace.js';
import type { TrainFlags } from './trainFlags.js';

export interface FinishedRun {
  readonly config: RunConfig;
  readonly faces: FaceSet;
  /** Sets to verify on, besides generated ones. */
  readonly sets: readonly PairSet[];
  readonly model: Model;
  readonly folder: string;
  readonly checkpoint: string;
  readonly trace: RunTrace;
  readonly outcome: Outcome;
  readonly progress: Progress;
  readonly flags: TrainFlags;
}

/** What a finished run ends with: the table of verification, the replay of its trace, and where everything is. */
export async function afterRun(run: FinishedRun): Promise<void> {
  const { config, model, folder, checkpoint, trace, outcome, progress, flags } = run;
  const tables: string[] = [];
  const verification: object[] = [];
  for (const set of await verificationSets(run)) {
    const rows = await compareOnPairs(set, model, config, (share) => progress.share('verifying', share));
    tables.push(verificationTable(set, rows));
    verification.push(
      ...rows.map(({ name, result: { skipped, ...result } }) => ({ network: name, ...result })),
    );
  }
  progress.end();

  const { comparison, command } = await replayRun(trace.path, config);
  const report = reportOf(folder);
  await writeReport(comparison, report, command);
  writeFileSync(join(folder, 'verification.json'), `${JSON.stringify(verification, null, 1)}\n`);

  if (flags.json) {
    const files = { trace: trace.path, events: trace.eventsPath, checkpoint, report };
    const [replayed] = comparison.replays;
    const replay = { changes: comparison.recorded.length, replayed: replayed!.changes.length };
    console.log(JSON.stringify({ folder, ...files, config, outcome, verification, replay }, null, 2));
    return;
  }
  for (const table of tables) console.log(`\n${table}`);
  console.log('');
  console.log(replayText(comparison, Math.min(Math.max(process.stdout.columns ?? 80, 60), 110)));
  console.log(`
trace       ${trace.path}
checkpoint  ${checkpoint}
report      ${report}
TensorBoard tensorboard --logdir ${folder}`);
}

/** The sets that were asked for, and generated people that the run has not seen, where it was trained on generated ones. */
async function verificationSets({
  config,
  faces,
  sets,
  flags,
  progress,
}: FinishedRun): Promise<readonly PairSet[]> {
  const { imageSize } = faces;
  if (config.data.source !== 'generated' || flags.verifyPairs === 0) return sets;
  const { difficulty, style } = config.data.generated;
  const options = { difficulty, style, seed: config.seed, imageSize, pairs: flags.verifyPairs };
  const onProgress = (done: number, total: number) => progress.share('drawing unseen faces', done / total);
  return [await unseenPairs(options, { onProgress }), ...sets];
}
