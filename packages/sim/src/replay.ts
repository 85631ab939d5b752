import type { Decision, Scheduler, SchedulerState } from '@fastface/core';
import type { Iterations } from './iterations.js';

/** A change of the learning rate that a scheduler would have made. */
export interface ReplayedChange {
  /** Step, as the log counts, of the iteration whose loss led to it; the new rate is for the next update. */
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly decision: Decision;
  readonly reason: string;
}

/** What a scheduler looked like at one iteration, for a picture. */
export interface Sample {
  readonly step: number;
  readonly learningRate: number;
  /** Smoothed decrease; null where the scheduler has none. */
  readonly trend: number | null;
  /** What the trend is held against; null where the scheduler has none. It may move. */
  readonly threshold: number | null;
}

/** One scheduler run over recorded losses. Open loop: the losses are those of the rates really used. */
export interface Replay {
  readonly scheduler: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly changes: readonly ReplayedChange[];
  readonly finalLearningRate: number;
  readonly initialLearningRate: number;
  /** Evenly spread over the run. */
  readonly samples: readonly Sample[];
}

/** How a replay is done. */
export interface ReplayOptions {
  /** Samples for a picture. Default 1,000. */
  readonly samples?: number;
  /** Called now and then with the share done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Runs a scheduler over every iteration of a recorded run and keeps the changes, with their reasons, and samples.
 * Schedulers with a `run` take some nanoseconds an iteration, others what their `step` takes.
 */
export function replay<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  options: Readonly<Record<string, unknown>>,
  { losses, firstStep }: Iterations,
  { samples: wanted = 1000, onProgress }: ReplayOptions = {},
): Replay {
  const changes: ReplayedChange[] = [];
  const samples: Sample[] = [];
  const rates = new Float64Array(losses.length);
  const initial = scheduler.init();
  const size = Math.max(1, Math.ceil(losses.length / wanted));
  let state = initial;
  for (let from = 0; from < losses.length; from += size) {
    const to = Math.min(from + size, losses.length);
    state = advance(
      scheduler,
      state,
      losses.subarray(from, to),
      rates.subarray(from, to),
      (before, after, at) => {
        changes.push({
          step: firstStep + from + at,
          from: before,
          to: after.learningRate,
          decision: after.decision,
          reason: scheduler.reason?.(after) ?? after.decision,
        });
      },
    );
    samples.push({
      step: firstStep + to - 1,
      learningRate: state.learningRate,
      trend: numberIn(state, 'trend'),
      threshold: numberIn(state, 'threshold') ?? numberIn(options, 'threshold'),
    });
    onProgress?.(to / losses.length);
  }
  return {
    scheduler: scheduler.name,
    options,
    changes,
    finalLearningRate: state.learningRate,
    initialLearningRate: initial.learningRate,
    samples,
  };
}

function numberIn(record: object, name: string): number | null {
  const value: unknown = name in record ? record[name as keyof typeof record] : null;
  return typeof value === 'number' ? value : null;
}

/** The state after some losses, telling of every change of the rate. */
function advance<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  start: State,
  losses: Float64Array,
  rates: Float64Array,
  onChange: (before: number, after: State, at: number) => void,
): State {
  let state = start;
  if (!scheduler.run) {
    losses.forEach((loss, at) => {
      const before = state.learningRate;
      state = scheduler.step(state, loss);
      if (state.learningRate !== before) onChange(before, state, at);
    });
    return state;
  }
  const end = scheduler.run(start, losses, rates);
  let done = 0;
  let before = start.learningRate;
  for (let i = 0; i < rates.length; i++) {
    if (rates[i] === before) continue;
    // A change: run again from the one before to just here, for the state that tells why.
    state = scheduler.run(state, losses.subarray(done, i + 1), new Float64Array(i + 1 - done));
    done = i + 1;
    onChange(before, state, i);
    before = state.learningRate;
  }
  return end;
}
