import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause, Watched } from '../live/watched.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const [sim, train] = [
  path('../../packages/sim/bin/fastface.js'),
  path('../../packages/train/bin/fastface-train.js'),
];
const scheduler = 'fastface-steps';

export interface LiveTraining {
  readonly steps: number;
  /** Decisions of the watch; of a replay of the finished log; steps at which the training changed its rate. */
  readonly watched: readonly (readonly [step: number, learningRate: number])[];
  readonly replayed: readonly (readonly [step: number, learningRate: number])[];
  readonly trained: readonly (readonly [step: number, learningRate: number])[];
}

/** A real training on generated faces, followed while it trains, and its finished log replayed. */
export async function liveTraining(folder: string, steps: number): Promise<LiveTraining> {
  const out = join(folder, 'training');
  const child = spawn(
    process.execPath,
    [train, 'train', '--backend', 'wasm', '--steps', String(steps), '--scheduler', scheduler, '--out', out],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let status: number | null | undefined;
  child.on('close', (code) => {
    status = code;
  });
  const log = join(out, 'trace.jsonl');
  while (!existsSync(log)) {
    if (status !== undefined) throw new Error(`fastface-train ended with ${status} before its first line`);
    await pause(10);
  }
  let first = '';
  while (!first.includes('\n')) {
    await pause(10);
    first = readFileSync(log, 'utf8');
  }
  // Of so short a run the trainer sets a longer patience.
  const { set } = JSON.parse(first.split('\n')[0]!).config as { set: readonly string[] };
  const options = ['--scheduler', scheduler, ...set.flatMap((one) => ['--set', one])];
  const watch = new Watched(log, join(folder, 'training-rate.json'), options);
  while (status === undefined) await pause(50);
  if (status !== 0) throw new Error(`fastface-train ended with ${status}`);
  const replay = spawnSync(process.execPath, [sim, 'replay', log, '--json', ...options], {
    encoding: 'utf8',
  });
  const { replays } = JSON.parse(replay.stdout);
  // Its steps count from 0.
  await watch.reaches(steps - 1);
  await watch.stop();
  return {
    steps,
    watched: watch.events.flatMap((event) =>
      event.event === 'decision' ? [[event.step, event.learningRate] as const] : [],
    ),
    replayed: replays[0].changes.map(({ step, to }: { step: number; to: number }) => [step, to] as const),
    trained: changesIn(readFileSync(log, 'utf8')),
  };
}

/** Changes of the rate in a trace: decided at the update before the first with another rate. */
function changesIn(trace: string): [step: number, learningRate: number][] {
  const records: { step?: number; learning_rate: number }[] = trace
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const rates = records.filter(({ step }) => step !== undefined);
  return rates.flatMap(({ step, learning_rate: rate }, i) =>
    i > 0 && rate !== rates[i - 1]!.learning_rate ? [[step! - 1, rate]] : [],
  );
}
