import { type Decision, runLosses, type Scheduler, type SchedulerState } from '@fastface/core';
import type { Iterations } from './iterations.js';

/** A change of the learning rate that a scheduler would have made. */
export interface ReplayedChange {
  /**
   * Step, in the log's numbering, of the iteration whose loss caused the change; the new rate is for the next update.
   */
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly decision: Decision;
  readonly reason: string;
}

/** State of a scheduler at one iteration, for a chart. */
export interface Sample {
  readonly step: number;
  readonly learningRate: number;
  /** Smoothed decrease; null if the scheduler has none. */
  readonly trend: number | null;
  /** Threshold for the trend, which may change over time; null if the scheduler has none. */
  readonly threshold: number | null;
}

/** One scheduler run over recorded losses. Open loop: the losses belong to the recorded rates. */
export interface Replay {
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly changes: readonly ReplayedChange[];
  readonly finalLearningRate: number;
  readonly initialLearningRate: number;
  /** Evenly spaced over the run, or over the requested stretch. */
  readonly samples: readonly Sample[];
  /** Total number of changes; `changes` contains only the first `mostChanges`. */
  readonly changeCount: number;
}

/** Options of a replay. */
export interface ReplayOptions {
  /** Number of samples for a chart. Default 1,000. */
  readonly samples?: number;
  /** Steps between which the samples lie. Default: the whole run. */
  readonly from?: number;
  readonly to?: number;
  /**
   * Maximum number of changes kept with their reasons; later ones are only counted. Default: all, at about 200 bytes
   * each. A schedule that changes the rate at every iteration has as many changes as iterations.
   */
  readonly mostChanges?: number;
  /** Called from time to time with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Runs a scheduler over every iteration of a recorded run. Returns the changes, with their reasons, and samples.
 * Schedulers with a `run` take some nanoseconds per iteration, others the cost of their `step`.
 */
export function replay<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  options: Readonly<Record<string, unknown>>,
  { losses, firstStep }: Iterations,
  { samples: wanted = 1000, mostChanges = Infinity, onProgress, ...stretch }: ReplayOptions = {},
): Replay {
  const changes: ReplayedChange[] = [];
  const samples: Sample[] = [];
  const initial = scheduler.init();
  // A sample is the last iteration of a chunk of this size. Chunks outside the sampled stretch are larger.
  const first = Math.max(0, Math.floor((stretch.from ?? firstStep) - firstStep));
  const last = Math.min(losses.length - 1, Math.ceil((stretch.to ?? Infinity) - firstStep));
  const size = Math.max(1, Math.ceil((last - first + 1) / wanted));
  const scratch = new Float64Array(Math.max(size, Math.min(4096, losses.length)));
  let changeCount = 0;
  let state = initial;
  for (let from = 0, to = 0; from < losses.length; from = to) {
    const sampled = from >= first && from <= last;
    const end =
      from < first ? Math.min(from + scratch.length, first) : from + (sampled ? size : scratch.length);
    to = Math.min(end, sampled ? last + 1 : losses.length);
    state = advance(scheduler, state, losses.subarray(from, to), scratch, (before, to, make, at) => {
      if (changeCount++ >= mostChanges) return;
      const after = make();
      changes.push({
        step: firstStep + from + at,
        from: before,
        to,
        decision: after.decision,
        reason: scheduler.reason?.(after) ?? after.decision,
      });
    });
    onProgress?.(to / losses.length);
    if (!sampled) continue;
    samples.push({
      step: firstStep + to - 1,
      learningRate: state.learningRate,
      ...trendIn(state, options),
    });
  }
  return {
    scheduler: scheduler.name,
    options,
    changes,
    finalLearningRate: state.learningRate,
    initialLearningRate: initial.learningRate,
    samples,
    changeCount,
  };
}

/** The trend and its threshold: of the scheduler itself, or of the nearest one inside it that has a trend. */
export function trendIn(state: object, options: object): Pick<Sample, 'trend' | 'threshold'> {
  if ('inner' in state && !('trend' in state)) {
    const inner = state.inner as SchedulerState;
    return trendIn(inner, inner.options ?? {});
  }
  return {
    trend: numberIn(state, 'trend'),
    threshold: numberIn(state, 'threshold') ?? numberIn(options, 'threshold'),
  };
}

function numberIn(record: object, name: string): number | null {
  const value: unknown = name in record ? record[name as keyof typeof record] : null;
  return typeof value === 'number' ? value : null;
}

/**
 * The state after some losses; reports every change of the rate. `after` makes the state with the reason, from the latest one that
 * was made: a rate that moves at every iteration costs little where nobody asks.
 */
export function advance<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  start: State,
  losses: Float64Array,
  rates: Float64Array,
  onChange: (before: number, to: number, after: () => State, at: number) => void,
): State {
  let state = start;
  const end = runLosses(scheduler, start, losses, rates);
  let done = 0;
  let before = start.learningRate;
  for (let i = 0; i < losses.length; i++) {
    const to = rates[i]!;
    if (to === before) continue;
    const after = () => {
      // The rates are the same again.
      state = runLosses(scheduler, state, losses.subarray(done, i + 1), rates.subarray(done, i + 1));
      done = i + 1;
      return state;
    };
    onChange(before, to, after, i);
    before = to;
  }
  return end;
}
