import { check, checkInteger } from '../check.js';
import { equal, type Fields, stateOf } from '../field.js';
import { runLosses } from '../runLosses.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

/** One scheduler of a sequence and its number of iterations. */
export interface Stage {
  readonly scheduler: Scheduler;
  /** Iterations (updates) of this stage, an integer ≥ 1. Optional in the last stage, which then never ends. */
  readonly steps?: number;
}

export interface SequenceState extends SchedulerState {
  /** Index of the stage that the next update belongs to. */
  readonly stage: number;
  readonly inner: SchedulerState;
}

/**
 * Runs one scheduler after another. Each stage starts from its own `init()`, at its own base rate, and sees only its
 * own losses.
 *
 * @param stages in order; all but the last need `steps`
 * @throws RangeError if there is no stage, or `steps` is missing or out of range
 * @example
 * sequence([
 *   { scheduler: fromSchedule(() => 0.01), steps: 500 },
 *   { scheduler: fastface({ learningRate: 0.1, totalSteps: 10_000 }) },
 * ]).init().learningRate; // 0.01
 */
export function sequence(stages: readonly Stage[]): Required<Scheduler<SequenceState>> {
  check(stages.length > 0, 'stages', stages.length, 'at least one');
  stages.forEach(({ steps }, i) => {
    if (steps !== undefined || i < stages.length - 1) checkInteger('steps', steps ?? Number.NaN, 1);
  });
  /** Iteration at which each stage begins, then the end of the last one. */
  const starts = [0];
  for (const { steps = Infinity } of stages) starts.push(starts.at(-1)! + steps);
  const options = { steps: stages.map(({ steps }) => steps ?? null) };
  const last = stages.length - 1;
  const at = (stage: number, inner: SchedulerState, rateBefore: number): SequenceState => {
    const { learningRate, decision } = inner;
    return {
      scheduler: 'sequence',
      version: 2,
      options,
      iteration: starts[stage]! + inner.iteration,
      learningRate,
      decision: decisionOf(rateBefore, learningRate, decision),
      stage,
      inner,
    };
  };
  const begin = (stage: number, rateBefore?: number): SequenceState => {
    const inner: SchedulerState = stages[stage]!.scheduler.init();
    return at(stage, inner, rateBefore ?? inner.learningRate);
  };
  return {
    name: 'sequence',
    options,
    fields: {
      stage: equal(({ iteration }) => {
        const next = starts.findIndex((start) => iteration < start);
        return next < 0 ? last : next - 1;
      }),
      inner: stateOf(({ stage }: SequenceState) => stages[stage]!.scheduler),
      iteration: equal(({ stage, inner }) => starts[stage]! + inner.iteration),
      learningRate: equal(({ inner }) => inner.learningRate),
    } satisfies Fields<SequenceState>,
    init: () => begin(0),
    reason(state) {
      const { scheduler } = stages[state.stage]!;
      return state.inner.iteration === 0
        ? `${scheduler.name} begins`
        : (scheduler.reason?.(state.inner) ?? state.decision);
    },
    step({ iteration, learningRate, stage, inner }, loss) {
      if (stage < last && iteration + 1 >= starts[stage + 1]!) return begin(stage + 1, learningRate);
      return at(stage, stages[stage]!.scheduler.step(inner, loss), learningRate);
    },
    run(state, losses, rates) {
      const n = losses.length;
      if (n === 0) return state;
      let { stage, inner } = state;
      for (let i = 0; i < n; ) {
        // No scheduler sees the loss of a stage's last update, because the next stage begins.
        const left = stage < last ? starts[stage + 1]! - starts[stage]! - inner.iteration - 1 : n;
        const end = Math.min(i + left, n);
        inner = runLosses(stages[stage]!.scheduler, inner, losses.subarray(i, end), rates.subarray(i, end));
        i = end;
        if (i === n) break;
        inner = stages[++stage]!.scheduler.init();
        rates[i++] = inner.learningRate;
      }
      return at(stage, inner, n > 1 ? rates[n - 2]! : state.learningRate);
    },
  };
}
