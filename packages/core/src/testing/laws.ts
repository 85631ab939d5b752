import { restore } from '../restore.js';
import type { Decision, Loss, Scheduler, SchedulerState } from '../scheduler.js';
import { atOtherTime } from './otherTime.js';
import { copyOf, difference, firstDifference, isPlain, same } from './plain.js';
import { tampered } from './tamper.js';

/** One property that every scheduler must have. */
export interface Law {
  readonly name: string;
  /** The law as a sentence. */
  readonly statement: string;
  /**
   * How these losses break the law, or null. `cut` is the index at which to stop and resume, from 0 to losses.length.
   */
  readonly violation: (scheduler: Scheduler, losses: readonly Loss[], cut: number) => string | null;
}

/** The state after each loss. */
function states(scheduler: Scheduler, losses: readonly Loss[], from = scheduler.init()): SchedulerState[] {
  const all: SchedulerState[] = [];
  let state = from;
  for (const loss of losses) {
    state = scheduler.step(state, loss);
    all.push(state);
  }
  return all;
}

/** The first problem that `problem` reports for a state, with the iteration. `before` is the state before the step. */
function firstProblem(
  scheduler: Scheduler,
  losses: readonly Loss[],
  problem: (state: SchedulerState, before: SchedulerState, loss: Loss) => string | null,
): string | null {
  let before = scheduler.init();
  for (const [i, loss] of losses.entries()) {
    const asItWas = copyOf(before);
    const state = scheduler.step(before, loss);
    const found = problem(state, asItWas, loss);
    if (found) return `after loss ${i + 1}: ${found}`;
    before = state;
  }
  return null;
}

/** For `run`, which takes NaN for a skipped update. */
const asNumbers = (losses: readonly Loss[]) => Float64Array.from(losses, (loss) => loss ?? Number.NaN);

/**
 * Fields that a skipped loss may change, also in inner states: the counts of losses seen and skipped, and the
 * decision.
 */
function withoutCounters(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !['iteration', 'skipped', 'decision'].includes(key));
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutCounters(entry)]));
}

/** Why `restore` refuses a state, or null. Errors other than RangeError are rethrown. */
function refusalOf(scheduler: Scheduler, state: unknown): string | null {
  try {
    restore(scheduler, state);
    return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

const expectedDecisions = (from: number, to: number): readonly Decision[] =>
  to < from ? ['reduce', 'back-off', 'finish'] : to > from ? ['restart'] : ['hold', 'skip', 'finish'];

/** The laws, in the order in which a report names them. */
export const schedulerLaws: readonly Law[] = [
  // This law comes first: hidden state outside the scheduler's state may no longer change after other laws were
  // tried.
  {
    name: 'deterministic',
    statement:
      'the same losses give the same states, whatever else the scheduler is used for in between, at any time and with any luck',
    violation(scheduler, losses, cut) {
      const expected = states(scheduler, losses);
      // At another scale, so that a best or worst value outside the state changes.
      const other = [...losses.slice(cut), ...losses.slice(0, cut)].map((loss) => loss && -3 * loss);
      const interleaved = atOtherTime(() => {
        let state = scheduler.init();
        let otherState = scheduler.init();
        return losses.map((loss, i) => {
          state = scheduler.step(state, loss);
          otherState = scheduler.step(otherState, other[i]!);
          return state;
        });
      });
      return firstDifference(expected, interleaved);
    },
  },
  {
    name: 'never throws',
    statement: 'step and run take every loss: numbers, NaN, infinities and null',
    violation(scheduler, losses) {
      try {
        scheduler.run?.(scheduler.init(), asNumbers(losses), new Float64Array(losses.length));
        states(scheduler, losses);
        return null;
      } catch (error) {
        return `threw ${String(error)}`;
      }
    },
  },
  {
    name: 'pure',
    statement: 'nothing changes a state once it is made: neither step nor run nor reason, then or later',
    violation(scheduler, losses) {
      const changed = (before: unknown, after: unknown, who: string) =>
        same(before, after) ? null : `${who} changed it: ${difference('state', before, after)}`;
      const made = [scheduler.init()];
      // Each state is copied before anything else sees it, because a second call may write the same changes as the
      // first.
      const copies = [copyOf(made[0]!)];
      for (const [i, loss] of losses.entries()) {
        const state = made[i]!;
        const next = scheduler.step(state, loss);
        const found = changed(copies[i], state, `step with loss ${i + 1}`);
        if (found) return found;
        made.push(next);
        copies.push(copyOf(next));
        scheduler.reason?.(next);
      }
      const late = made.findIndex((state, i) => !same(copies[i], state));
      if (late >= 0) return changed(copies[late], made[late], `reason or a later step, after loss ${late},`);
      if (!scheduler.run) return null;
      const [start, values] = [made[0]!, asNumbers(losses)];
      scheduler.run(start, values, new Float64Array(values.length));
      return (
        changed(copies[0], start, 'run') ??
        (same(values, asNumbers(losses)) ? null : 'run changed the losses')
      );
    },
  },
  {
    name: 'causal',
    statement: 'losses after an iteration change nothing up to it',
    violation(scheduler, losses, cut) {
      const changed = losses.map((loss, i) => (i < cut || loss === null ? loss : -3 * loss + 1));
      return firstDifference(
        states(scheduler, losses).slice(0, cut),
        states(scheduler, changed).slice(0, cut),
      );
    },
  },
  {
    name: 'resumes',
    statement: 'a run that goes through JSON at any iteration continues bit for bit',
    violation(scheduler, losses, cut) {
      const whole = states(scheduler, losses);
      const saved = cut === 0 ? scheduler.init() : whole[cut - 1]!;
      const restored = JSON.parse(JSON.stringify(saved)) as SchedulerState;
      return firstDifference(whole.slice(cut), states(scheduler, losses.slice(cut), restored), cut);
    },
  },
  {
    name: 'restores',
    statement: 'restore accepts every state of a run, and none that no run can reach',
    violation(scheduler, losses, cut) {
      if (!scheduler.fields) return null;
      const run = [scheduler.init(), ...states(scheduler, losses)];
      for (const [i, state] of run.entries()) {
        const refusal = refusalOf(scheduler, JSON.parse(JSON.stringify(state)));
        if (refusal) return `the state after ${i} losses is refused: ${refusal}`;
      }
      const shifted = losses.map((loss) => (loss === null ? null : 0.7310585786300049 * loss + 0.123));
      const other = [scheduler.init(), ...states(scheduler, [...shifted, Number.NaN])];
      // Tries a quarter of the changes, depending on the cut, because each refusal costs about ten microseconds.
      const accepted = tampered(run[cut], run, other).find(
        ({ state }, i) => i % 4 === cut % 4 && !refusalOf(scheduler, state),
      );
      return accepted ? `after ${cut} losses, accepted with ${accepted.change}` : null;
    },
  },
  {
    name: 'plain state',
    statement: 'a state holds finite numbers, strings, booleans, null, and arrays or records of them',
    violation: (scheduler, losses) => firstProblem(scheduler, losses, (state) => isPlain('state', state)),
  },
  {
    name: 'labelled',
    statement: 'a state names its scheduler and the version of its layout, and counts the iterations',
    violation: (scheduler, losses) =>
      firstProblem(scheduler, losses, (state, before) =>
        typeof state.scheduler === 'string' &&
        Number.isInteger(state.version) &&
        state.iteration === before.iteration + 1
          ? null
          : `scheduler ${state.scheduler}, version ${state.version}, iteration ${before.iteration} to ${state.iteration}`,
      ),
  },
  {
    name: 'bounded',
    statement: 'the learning rate is a finite number, never negative',
    violation: (scheduler, losses) =>
      firstProblem(scheduler, losses, ({ learningRate }) =>
        Number.isFinite(learningRate) && learningRate >= 0 ? null : `learningRate ${learningRate}`,
      ),
  },
  {
    name: 'within its base',
    statement:
      'the rate never exceeds the learningRate of the options, where the scheduler tells its options',
    violation(scheduler, losses) {
      const { learningRate: base } = (scheduler.options ?? {}) as { learningRate?: unknown };
      if (typeof base !== 'number') return null;
      const first = scheduler.init().learningRate;
      if (first > base) return `the first rate is ${first}, the base ${base}`;
      return firstProblem(scheduler, losses, ({ learningRate }) =>
        learningRate <= base ? null : `learningRate ${learningRate}, the base is ${base}`,
      );
    },
  },
  {
    name: 'says what it does',
    statement:
      'the decision is reduce or back-off where the rate falls, restart where it rises, hold or skip where it stays; finish where it stays for good',
    violation: (scheduler, losses) =>
      firstProblem(scheduler, losses, (state, before) =>
        expectedDecisions(before.learningRate, state.learningRate).includes(state.decision)
          ? null
          : `${state.decision}, but the rate went from ${before.learningRate} to ${state.learningRate}`,
      ),
  },
  {
    name: 'skips',
    statement: 'a loss that is null or not finite changes nothing but the counters, and the decision is skip',
    violation: (scheduler, losses) =>
      firstProblem(scheduler, losses, (state, before, loss) => {
        if (loss !== null && Number.isFinite(loss)) return null;
        if (state.decision !== 'skip') return `decision ${state.decision} for a loss of ${loss}`;
        const [now, then] = [withoutCounters(state), withoutCounters(before)];
        return same(now, then) ? null : `${JSON.stringify(then)} became ${JSON.stringify(now)}`;
      }),
  },
  {
    name: 'runs as it steps',
    statement: 'run gives the rates and the state that repeated step gives',
    violation(scheduler, losses, cut) {
      if (!scheduler.run || losses.includes(null)) return null;
      const stepped = states(scheduler, losses);
      const values = Float64Array.from(losses as number[]);
      const rates = new Float64Array(values.length);
      const middle = scheduler.run(scheduler.init(), values.subarray(0, cut), rates.subarray(0, cut));
      const end = scheduler.run(middle, values.subarray(cut), rates.subarray(cut));
      const rateAt = stepped.findIndex((state, i) => state.learningRate !== rates[i]);
      if (rateAt >= 0)
        return `rate at iteration ${rateAt}: ${rates[rateAt]}, not ${stepped[rateAt]!.learningRate}`;
      return firstDifference([stepped.at(-1) ?? scheduler.init()], [end], losses.length - 1);
    },
  },
];
