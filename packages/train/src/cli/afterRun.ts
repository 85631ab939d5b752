import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replayText } from '@fastface/sim';
import { listCheckpoints, verificationFile } from '../checkpoint/checkpointFiles.js';
import type { Progress } from '../loop/progress.js';
import { replayRun, writeReport } from '../loop/replayRun.js';
import type { Outcome } from '../loop/run.js';
import type { RunConfig } from '../loop/runConfig.js';
import { checkpointsOf, reportOf } from '../loop/runFolder.js';
import { type RunVerification, verificationJson } from '../loop/runVerification.js';
import { percent, verificationTable } from '../loop/verification.js';
import type { RunTrace } from '../trace/runTrace.js';
import type { TrainFlags } from './trainFlags.js';

export interface FinishedRun {
  readonly config: RunConfig;
  readonly verification: RunVerification;
  readonly folder: string;
  readonly checkpoint: string;
  readonly trace: RunTrace;
  readonly outcome: Outcome;
  readonly progress: Progress;
  readonly flags: TrainFlags;
}

/** What a finished run ends with: the table of verification, the replay of its trace, and where everything is. */
export async function afterRun(run: FinishedRun): Promise<void> {
  const { config, folder, checkpoint, trace, outcome, progress, flags } = run;
  const comparisons = await run.verification.compare(outcome.step, flags.verifyUntrained === true);
  const verification = verificationJson(comparisons);
  const best = await bestOf(run);
  progress.end();

  const { comparison, command } = await replayRun(trace.path, config);
  const report = reportOf(folder);
  await writeReport(comparison, report, command);
  writeFileSync(join(folder, verificationFile), `${JSON.stringify(verification, null, 1)}\n`);

  if (flags.json) {
    const files = { trace: trace.path, events: trace.eventsPath, checkpoint, best, report };
    const [replayed] = comparison.replays;
    const replay = { changes: comparison.recorded.length, replayed: replayed!.changes.length };
    console.log(JSON.stringify({ folder, ...files, config, outcome, verification, replay }, null, 2));
    return;
  }
  for (const { set, rows } of comparisons) console.log(`\n${verificationTable(set, rows)}`);
  console.log('');
  console.log(replayText(comparison, Math.min(Math.max(process.stdout.columns ?? 80, 60), 110)));
  console.log(`
trace       ${trace.path}
checkpoint  ${checkpoint}${best === null ? '' : `\nbest        ${best} (accuracy ${percent(outcome.best!.accuracy)} %)`}
report      ${report}
TensorBoard tensorboard --logdir ${folder}`);
}

/** The checkpoint that verified best. */
async function bestOf({ folder, outcome }: FinishedRun): Promise<string | null> {
  const found = await listCheckpoints(checkpointsOf(folder), 'best');
  return found.find(({ step }) => step === outcome.best?.step)?.path ?? null;
}
