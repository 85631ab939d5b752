import { check, checkNotNegative } from '../check.js';
import { equal, type Fields, same, stateOf } from '../field.js';
import { runLosses } from '../runLosses.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';

export interface GroupsState<State, Group extends string = string> extends SchedulerState {
  /** Learning rate of each group for the next update: the scheduler's rate × the group's multiplier. */
  readonly learningRates: Readonly<Record<Group, number>>;
  readonly inner: State;
}

/**
 * Parameter groups: one scheduler decides, and each group uses its own multiple of the scheduler's rate.
 * `state.learningRate` is the scheduler's rate, `state.learningRates` has one rate per group. Unknown group names do
 * not compile.
 *
 * @param scheduler any scheduler
 * @param multipliers for each group its base rate divided by the scheduler's base rate, ≥ 0 (0 freezes the group)
 * @throws RangeError if there is no group or a multiplier is out of range
 * @example
 * const scheduler = groups(fastface({ learningRate: 0.1, totalSteps: 10_000 }), { backbone: 0.5, head: 1 });
 * scheduler.init().learningRates; // { backbone: 0.05, head: 0.1 }
 */
export function groups<State extends SchedulerState, Group extends string>(
  scheduler: Scheduler<State>,
  multipliers: Readonly<Record<Group, number>>,
): Required<Scheduler<GroupsState<State, Group>>> {
  const entries = Object.entries(multipliers) as [Group, number][];
  check(entries.length > 0, 'multipliers', 'none', 'at least one group');
  for (const [group, multiplier] of entries) checkNotNegative(`multipliers.${group}`, multiplier);
  const options = { multipliers: Object.fromEntries(entries) };
  const ratesOf = ({ learningRate }: State) =>
    Object.fromEntries(entries.map(([group, multiplier]) => [group, multiplier * learningRate])) as Record<
      Group,
      number
    >;
  // Creating a record costs more than all the rest, so it is reused while the rate stays the same.
  const wrap = (inner: State, before?: GroupsState<State, Group>): GroupsState<State, Group> => ({
    scheduler: 'groups',
    version: 2,
    options,
    iteration: inner.iteration,
    learningRate: inner.learningRate,
    decision: inner.decision,
    learningRates: before?.learningRate === inner.learningRate ? before.learningRates : ratesOf(inner),
    inner,
  });
  return {
    name: 'groups',
    options,
    fields: {
      inner: stateOf(scheduler as Scheduler),
      iteration: equal(({ inner }) => inner.iteration),
      learningRate: equal(({ inner }) => inner.learningRate),
      decision: equal(({ inner }) => inner.decision),
      learningRates: same(({ inner }) => ratesOf(inner)),
    } satisfies Fields<GroupsState<State, Group>>,
    init: () => wrap(scheduler.init()),
    reason: (state) => scheduler.reason?.(state.inner) ?? state.decision,
    step: (state, loss) => wrap(scheduler.step(state.inner, loss), state),
    run: (state, losses, rates) =>
      losses.length === 0 ? state : wrap(runLosses(scheduler, state.inner, losses, rates), state),
  };
}
