import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SteeredRun } from './compareWithReplay.js';
import { pause, Watched } from './watched.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** How a rate comes to a trainer. */
export type Via = 'file' | 'http' | 'pipe' | 'package';

export interface Trainer {
  /** `python` trains a line, `torch` a network of PyTorch, `faces` is fastface-train. */
  readonly kind: 'python' | 'torch' | 'faces';
  readonly via: Via;
  readonly steps: number;
  /** Least seconds of an update. */
  readonly pause: number;
  /** The Python that runs it. */
  readonly python?: string;
  /** What Node is given to run the command `fastface`; by default what is built of it. */
  readonly entry?: readonly string[];
}

const learningRate = 0.1;

/** Trains, follows the log, and hands the rate back, each in a process of its own. */
export async function steeredTraining(folder: string, trainer: Trainer): Promise<SteeredRun> {
  const { kind, via, steps, entry } = trainer;
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  const log = kind === 'faces' ? join(folder, 'run', 'trace.jsonl') : file('log.jsonl');
  const plan = ['--total-steps', String(steps), '--learning-rate', String(learningRate)];
  const watches: Watched[] = [];
  const watch = (of: string | null, name: string, more: readonly string[]) => {
    watches.push(new Watched(of, file(`${name}.json`), [...plan, ...more], entry));
    return watches.at(-1)!;
  };
  try {
    if (kind !== 'faces') writeFileSync(log, '');
    // The log of fastface-train is there when the training begins: what serves it is started before, and asks for it.
    const posted = via === 'http' && kind !== 'faces' ? watch(null, 'posted', ['--serve', '0']) : null;
    await posted?.until(() => posted.address !== null);
    const where = {
      file: file('rate.json'),
      http: posted?.address ?? '',
      pipe: [process.execPath, ...(entry ?? [path('../../packages/sim/bin/fastface.js')]), 'step', ...plan],
      package: '',
    }[via];
    const following = ['--state', file('state.json')];
    let last: number | null = null;
    let follower: Watched;
    if (kind === 'faces') {
      const port = 20_000 + (process.pid % 20_000);
      const from = via === 'http' ? `http://127.0.0.1:${port}` : file('rate.json');
      const training = started(process.execPath, [
        ...[path('../../packages/train/bin/fastface-train.js'), 'train', '--backend', 'wasm'],
        ...['--steps', String(steps), '--learning-rate', String(learningRate), '--verify-pairs', '0'],
        ...['--scheduler', path('trainers/steered.mjs'), '--set', `where=${from}`, '--out', file('run')],
      ]);
      while (!existsSync(log)) await Promise.race([pause(10), training.failed]);
      follower = watch(log, 'rate', [...following, ...(via === 'http' ? ['--serve', String(port)] : [])]);
      await training.ended;
    } else {
      follower = watch(log, 'rate', following);
      const task = { log, steps, learningRate, via, where, torch: kind === 'torch', pause: trainer.pause };
      const training = started(
        trainer.python ?? 'python3',
        [path('trainers/train.py'), JSON.stringify(task)],
        {
          PYTHONPATH: path('../../python/src'),
        },
      );
      last = JSON.parse((await training.ended).trim().split('\n').at(-1)!).learningRate;
    }
    // fastface-train counts from 0.
    await follower.reaches(kind === 'faces' ? steps - 1 : steps);
    if (via === 'file' || kind === 'faces') last = null;
    await Promise.all(watches.map((one) => one.stop()));
    const { watcher } = JSON.parse(readFileSync(file('state.json'), 'utf8'));
    if (posted && JSON.stringify(decisionsOf(posted)) !== JSON.stringify(decisionsOf(follower)))
      throw new Error(
        'the watch that losses were posted to told other decisions than the one that read the log',
      );
    return { log, steps, learningRate, last, events: follower.events, state: watcher.run.scheduler };
  } finally {
    for (const { child } of watches) child.kill('SIGKILL');
  }
}

const decisionsOf = (watched: Watched) =>
  watched.events.flatMap((event) => (event.event === 'decision' ? [[event.step, event.learningRate]] : []));

/** A process of which the standard output is wanted. */
function started(command: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve(out) : reject(new Error(`${command} ended with ${status}: ${err}`)),
    );
  });
  return { ended, failed: ended.then(() => {}) };
}
