import { chooseSegment } from '../chooseSegment.js';
import type { Comparison } from '../comparison.js';
import { comparisonOf } from '../comparison.js';
import { type Iterations, iterationsOf } from '../iterations.js';
import { plural } from '../numbers.js';
import { replay } from '../replay.js';
import { assumed, contextOf } from '../schedulers/contextOf.js';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import { stationarity, whyUntold } from '../stationarity.js';
import type { Segment } from '../trace.js';
import { asFailure, inputFailure, usageFailure } from './failure.js';
import { progressLine } from './progress.js';
import { type LogSource, readLog } from './readLog.js';
import type { ReadFlags } from './readOptions.js';
import { chooseSchedulers } from './settings.js';
import { plannedSteps } from './values.js';

/** What the user may say about what is to be replayed. */
export interface ReplayFlags extends ReadFlags {
  readonly segment?: string;
  readonly scheduler?: readonly string[];
  readonly set?: readonly string[];
  readonly totalSteps?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly figure?: readonly string[];
}

/** Reads a log, picks a segment and replays it. */
export async function compareFile(log: string | LogSource, flags: ReplayFlags): Promise<Comparison> {
  const file = typeof log === 'string' ? log : log.file;
  const trace = await readLog(log, flags);
  const chosen = chooseSegment(trace, flags.segment);
  if (!chosen.ok) throw usageFailure(chosen.problem);
  const { segment } = chosen.value;
  const iterations = spread(file, segment);
  const own = contextOf(segment, iterations);
  const wanted =
    flags.totalSteps === undefined
      ? undefined
      : plannedSteps(flags.totalSteps, file, iterations.losses.length);
  const context = { ...own, totalSteps: wanted ?? own.totalSteps };
  const names = flags.scheduler ?? [defaultScheduler];
  const said = (flags.set ?? []).map((setting) => /\w+(?==)/.exec(setting)?.[0] ?? '');
  if (wanted !== undefined) said.push('totalSteps');
  // A page can be zoomed, a terminal cannot.
  const samples = flags.report === undefined ? 1000 : 4000;
  const replays = chooseSchedulers(names, flags.set ?? [], context).map(({ scheduler, options }) => {
    const progress = progressLine(`replaying ${scheduler.name}`);
    const done = replay(scheduler, options, iterations, { samples, onProgress: progress.update });
    progress.done();
    return done;
  });
  const comparison = comparisonOf(trace, chosen.value, iterations, replays);
  const { length } = iterations.losses;
  const notes = [
    ...comparison.notes,
    ...assumed(segment, context, said),
    ...(length < 100 ? [`${plural(length, 'iteration')}: too few for a scheduler to tell anything`] : []),
  ];
  const untold = whyUntold(iterations, comparison.summary.points, context.totalSteps);
  return {
    ...comparison,
    notes,
    stationarity: untold === null ? stationarity(iterations, comparison.recorded, context.totalSteps) : null,
    untold,
  };
}

function spread(file: string, segment: Segment): Iterations {
  try {
    return iterationsOf(segment);
  } catch (error) {
    throw asFailure(error, inputFailure(file));
  }
}
