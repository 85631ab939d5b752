import { resolve } from 'node:path';
import type { chooseSchedulers as choose } from '../schedulers/chooseSchedulers.js';
import type { WatchSettings } from '../watch/liveRun.js';
import { rateFile } from '../watch/rateFile.js';
import { stateFile } from '../watch/stateFile.js';
import { type WatchOutput, watchLog } from '../watch/watchLog.js';
import { Failure, usageFailure } from './failure.js';
import { type ReadFlags, readErrorLine, toReadOptions } from './readOptions.js';
import { chooseSchedulers } from './settings.js';
import { positiveInteger, positiveNumber } from './values.js';
import { watchText } from './watchText.js';

/** What the user may say about what is to be watched. */
export interface WatchFlags extends ReadFlags {
  readonly scheduler: string;
  readonly set?: readonly string[];
  readonly totalSteps?: string;
  readonly learningRate?: string;
  readonly state?: string;
  readonly writeRate?: string;
  readonly from: string;
  readonly poll: string;
  readonly once?: boolean;
  readonly json?: boolean;
}

/** `fastface watch LOG`: follows a log and tells what a scheduler makes of it, as it is written. */
export async function watchCommand(file: string, flags: WatchFlags): Promise<void> {
  const settings = settingsOf(flags);
  if (!['start', 'now'].includes(flags.from))
    throw usageFailure(`invalid --from: ${flags.from} (expected start or now)`);
  const warn = (message: string) => console.error(`fastface: ${message}`);
  const path = file === '-' ? file : resolve(file);
  const state = flags.state === undefined ? null : stateFile(flags.state, { file: path, settings }, warn);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const outputs: WatchOutput[] = [
    { event: (event) => console.log(flags.json ? JSON.stringify(event) : watchText(event)) },
    ...(flags.writeRate === undefined ? [] : [rateFile(flags.writeRate, warn)]),
  ];
  const problem = await watchLog(file, {
    settings,
    read: toReadOptions(flags),
    poll: positiveInteger('--poll', flags.poll),
    once: flags.once ?? false,
    fromNow: flags.from === 'now',
    signal: stop.signal,
    outputs,
    saved: state?.saved ?? null,
    save: state?.save ?? null,
  }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Failure(`${file}: no such file; check the path`, 1);
    if (code !== undefined) throw new Failure(`${file}: could not be read (${code}); check the path`, 1);
    if (error instanceof RangeError) throw new Failure(`${file}: ${error.message}`, 1);
    throw error;
  });
  state?.flush();
  if (problem !== null && !stop.signal.aborted) throw new Failure(readErrorLine(problem), 1);
}

/** The scheduler and its options, which are tried before anything is read. */
export function settingsOf(
  flags: Pick<WatchFlags, 'scheduler' | 'set' | 'totalSteps' | 'learningRate'>,
): WatchSettings {
  const { scheduler, set = [] } = flags;
  const totalSteps =
    flags.totalSteps === undefined ? null : positiveInteger('--total-steps', flags.totalSteps);
  const learningRate =
    flags.learningRate === undefined ? null : positiveNumber('--learning-rate', flags.learningRate);
  chooseSchedulers([scheduler], set, {
    learningRate: learningRate ?? 0.1,
    totalSteps: totalSteps ?? 1_000_000,
  } satisfies Parameters<typeof choose>[2]);
  return { scheduler, set, learningRate, totalSteps };
}
