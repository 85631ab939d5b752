import { resolve } from 'node:path';
import type { ReadError } from '../read/reader.js';
import { alerts, execAlert, webhookAlert } from '../watch/alerts.js';
import { Course, courseOutput } from '../watch/course.js';
import type { NumberedEvent } from '../watch/event.js';
import { forecastOutput } from '../watch/forecast/forecastOutput.js';
import type { WatchSettings } from '../watch/liveRun.js';
import type { Rate } from '../watch/rate.js';
import { rateFile } from '../watch/rateFile.js';
import { isLoopback, serve } from '../watch/serve.js';
import { stallOutput } from '../watch/stall.js';
import { stateFile } from '../watch/stateFile.js';
import { summarise } from '../watch/summary.js';
import { liveView } from '../watch/view/liveView.js';
import { type SourceEvent, type WatchOutput, watchLog } from '../watch/watchLog.js';
import { watchPosts } from '../watch/watchPosts.js';
import { asFailure, Failure, inputFailure, usageFailure } from './failure.js';
import { type ReadFlags, readErrorLine, toReadOptions } from './readOptions.js';
import { chooseSchedulers } from './settings.js';
import { positiveInteger, positiveNumber } from './values.js';
import { summaryText, watchText } from './watchText.js';

/** What one may wait for: verdicts, and decisions that say something. */
const waitable = [
  'falling',
  'flat',
  'diverging',
  'spike',
  'blown-up',
  'reduce',
  'back-off',
  'restart',
  'finish',
  'stalled',
];

/** Calls `reached` when one of these comes for the first time. */
const until = (wanted: readonly string[], reached: (what: string) => void): WatchOutput => ({
  event(event: NumberedEvent | SourceEvent) {
    const what =
      event.event === 'verdict' ? event.verdict : event.event === 'decision' ? event.decision : event.event;
    if (wanted.includes(what)) reached(what);
  },
});

/** What the user may say about what is to be watched. */
export interface WatchFlags extends ReadFlags {
  readonly scheduler: string;
  readonly set?: readonly string[];
  readonly totalSteps?: string;
  readonly learningRate?: string;
  readonly state?: string;
  readonly writeRate?: string;
  readonly serve?: string;
  readonly token?: string;
  readonly exec?: readonly string[];
  readonly webhook?: readonly string[];
  readonly alertEvery: string;
  readonly alertMost: string;
  readonly until?: readonly string[];
  readonly from: string;
  readonly poll: string;
  readonly once?: boolean;
  readonly forecast: boolean;
  readonly lines?: boolean;
  readonly json?: boolean;
}

/** What was waited for did not come before the end. */
const notReached = 3;

/** `fastface watch LOG`: follows a log, says what the run does and what a scheduler decides, as it is written. */
export async function watchCommand(file: string | undefined, flags: WatchFlags): Promise<void> {
  const settings = settingsOf(flags, file === undefined);
  if (!['start', 'now'].includes(flags.from))
    throw usageFailure(`invalid --from: ${flags.from} (expected start or now)`);
  for (const what of flags.until ?? [])
    if (!waitable.includes(what))
      throw usageFailure(`invalid --until: ${what} (expected ${waitable.join(', ')})`);
  const poll = positiveInteger('--poll', flags.poll);
  const every = 1000 * positiveNumber('--alert-every', flags.alertEvery);
  const most = positiveInteger('--alert-most', flags.alertMost);
  const stop = new AbortController();
  const course = new Course();
  const view = isSeen(flags) ? liveView(file ?? 'posted losses', course, () => stop.abort()) : null;
  const warn = (message: string) =>
    view === null ? console.error(`fastface: ${message}`) : view.note(message);
  const name = file === undefined || file === '-' ? (file ?? 'posted losses') : resolve(file);
  const state = flags.state === undefined ? null : stateFile(flags.state, { file: name, settings }, warn);

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const outputs: WatchOutput[] = [];
  const tell = (event: SourceEvent) => {
    for (const output of outputs) output.event?.(event);
  };
  const summary = summarise();
  outputs.push(summary, courseOutput(course));
  outputs.push(
    view ?? { event: (event) => console.log(flags.json ? JSON.stringify(event) : watchText(event)) },
  );
  const forecasts = flags.forecast && !flags.once ? forecastOutput({ course, tell, every: 60_000 }) : null;
  if (forecasts !== null) outputs.push(forecasts);
  if (flags.writeRate !== undefined) outputs.push(rateFile(flags.writeRate, warn));
  const sends = [
    ...(flags.exec ?? []).map((command) => execAlert(command, warn)),
    ...(flags.webhook ?? []).map((url) => webhookAlert(webAddress(url), watchText, warn)),
  ].map((send) => alerts(send, { every, most }));
  outputs.push(...sends, stallOutput(tell));
  let reached: string | null = null;
  if (flags.until !== undefined)
    outputs.push(
      until(flags.until, (what) => {
        reached ??= what;
        stop.abort();
      }),
    );
  const save = state?.save ?? null;
  const saved = state?.saved ?? null;
  const onLoss = file === undefined ? watchPosts({ settings, outputs, saved, save }) : null;
  const server = flags.serve === undefined ? null : await started(flags, onLoss);
  if (server) {
    outputs.push(server);
    warn(`serving ${server.address}`);
  }
  let problem: ReadError | null = null;
  view?.open();
  if (file === undefined) {
    // Timers of the outputs go on while losses are posted.
    await new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));
  } else {
    problem = await watchLog(file, {
      settings,
      read: toReadOptions(flags),
      poll,
      once: flags.once ?? false,
      fromNow: flags.from === 'now',
      exactly: flags.until !== undefined,
      signal: stop.signal,
      outputs,
      saved,
      save,
    }).catch((error: unknown) => {
      view?.close();
      throw failureOf(file, error);
    });
  }
  view?.close();
  await forecasts?.close();
  state?.flush();
  await Promise.all(sends.map((alert) => alert.end()));
  await server?.close();
  if (problem !== null && !stop.signal.aborted) throw new Failure(readErrorLine(problem), 1);
  const end = summary.summary();
  console.log(flags.json ? JSON.stringify(end) : summaryText(end));
  if (flags.until !== undefined && reached === null) process.exitCode = notReached;
}

/** Whether somebody looks at a terminal, and wants to see a run that goes on. */
const isSeen = ({ json, once, lines }: WatchFlags): boolean =>
  process.stdout.isTTY === true && process.env.TERM !== 'dumb' && !json && !once && !lines;

/** The scheduler and its options, which are tried before anything is read. */
function settingsOf(flags: WatchFlags, isPosted: boolean): WatchSettings {
  const { scheduler, set = [] } = flags;
  const totalSteps =
    flags.totalSteps === undefined ? null : positiveInteger('--total-steps', flags.totalSteps);
  const learningRate =
    flags.learningRate === undefined ? null : positiveNumber('--learning-rate', flags.learningRate);
  if (isPosted && flags.serve === undefined)
    throw usageFailure('no log: name one, - for standard input, or --serve to have losses posted');
  if (isPosted && learningRate === null) throw usageFailure('losses that are posted need --learning-rate');
  chooseSchedulers([scheduler], set, {
    learningRate: learningRate ?? 0.1,
    totalSteps: totalSteps ?? 1_000_000,
  });
  return { scheduler, set, learningRate, totalSteps, beginsWith: isPosted ? 1 : 8 };
}

function started({ serve: where = '', token }: WatchFlags, onLoss: Onward): ReturnType<typeof serve> {
  const match = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d+)$/.exec(where);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) throw usageFailure(`invalid --serve: ${where} (expected PORT or HOST:PORT)`);
  const host = match[1] ?? match[2] ?? '127.0.0.1';
  const shown = token ?? process.env.FASTFACE_TOKEN ?? null;
  if (!isLoopback(host) && (shown === null || shown.length < 16))
    throw usageFailure(
      `--serve ${host} is open to others: it needs a token of 16 characters or more, in FASTFACE_TOKEN or --token`,
    );
  return serve({ host, port, token: shown, onLoss }).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`--serve ${where}: ${error.code ?? error.message}; name another port or address`, 1);
  });
}

type Onward = ((loss: number | null, step: number | null) => Rate | null) | null;

function webAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw usageFailure(`invalid --webhook: ${text} (expected an address that begins with http:// or https://)`);
}

function failureOf(file: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(`${file}: no such file; check the path`, 1);
  if (code !== undefined) return new Failure(`${file}: could not be read (${code}); check the path`, 1);
  return asFailure(error, inputFailure(file));
}
