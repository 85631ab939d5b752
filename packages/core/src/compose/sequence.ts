import { check, checkInteger } from '../check.js';
import { equal, type Fields, stateOf } from '../field.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { decisionOf } from './decisionOf.js';

/** One scheduler of a sequence and how many iterations it has. */
export interface Stage {
  readonly scheduler: Scheduler;
  /** Iterations (updates) of this stage, an integer ≥ 1; the last stage may leave it out and never ends. */
  readonly steps?: number;
}

export interface SequenceState extends SchedulerState {
  /** Index of the stage that the next update belongs to. */
  readonly stage: number;
  readonly inner: SchedulerState;
}

/**
 * One scheduler after another. Each stage starts from its own `init()` and sees only its own losses, and its own base
 * learning rate applies from its first update on.
 *
 * @param stages in order; all but the last need `steps`
 * @throws RangeError if there is no stage, or `steps` is missing or out of range
 * @example
 * sequence([
 *   { scheduler: fromSchedule(() => 0.01), steps: 500 },
 *   { scheduler: fastface({ learningRate: 0.1, totalSteps: 10_000 }) },
 * ]).init().learningRate; // 0.01
 */
export function sequence(stages: readonly Stage[]): Scheduler<SequenceState> {
  check(stages.length > 0, 'stages', stages.length, 'at least one');
  stages.forEach(({ steps }, i) => {
    if (steps !== undefined || i < stages.length - 1) checkInteger('steps', steps ?? Number.NaN, 1);
  });
  const ends: number[] = [];
  let end = 0;
  for (const { steps } of stages) {
    end += steps ?? Infinity;
    ends.push(end);
  }
  const options = { steps: stages.map(({ steps }) => steps ?? null) };
  const last = stages.length - 1;
  const first = stages[0]!.scheduler;
  return {
    name: 'sequence',
    options,
    fields: {
      stage: equal(({ iteration }) => {
        const found = ends.findIndex((stageEnd) => iteration < stageEnd);
        return found < 0 ? last : found;
      }),
      inner: stateOf(({ stage }: SequenceState) => stages[stage]!.scheduler),
      iteration: equal(({ stage, inner }) => inner.iteration + (ends[stage - 1] ?? 0)),
      learningRate: equal(({ inner }) => inner.learningRate),
    } satisfies Fields<SequenceState>,
    init() {
      const inner: SchedulerState = first.init();
      const { learningRate } = inner;
      return {
        scheduler: 'sequence',
        version: 2,
        options,
        iteration: 0,
        learningRate,
        decision: 'hold',
        stage: 0,
        inner,
      };
    },
    reason(state) {
      const { scheduler } = stages[state.stage]!;
      return state.inner.iteration === 0
        ? `${scheduler.name} begins`
        : (scheduler.reason?.(state.inner) ?? state.decision);
    },
    step(state, loss) {
      const iteration = state.iteration + 1;
      const over = iteration >= ends[state.stage]! && state.stage < stages.length - 1;
      const stage = state.stage + (over ? 1 : 0);
      const { scheduler } = stages[stage]!;
      const inner: SchedulerState = over ? scheduler.init() : scheduler.step(state.inner, loss);
      const { learningRate } = inner;
      const decision = inner.decision === 'skip' ? 'skip' : decisionOf(state.learningRate, learningRate);
      return { ...state, iteration, learningRate, decision, stage, inner };
    },
  };
}
