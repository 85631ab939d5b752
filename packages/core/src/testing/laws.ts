import { restore } from '../restore.js';
import type { Decision, Loss, Scheduler, SchedulerState } from '../scheduler.js';
import { firstDifference, isPlain, same } from './plain.js';
import { tampered } from './tamper.js';

/** One property that every scheduler must have. */
export interface Law {
  readonly name: string;
  /** The law as a sentence. */
  readonly statement: string;
  /** What breaks it on these losses, or null. `cut` is a place to stop and resume at, from 0 to losses.length. */
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

/** The first state for which `problem` says something, with its iteration. */
function firstProblem(
  scheduler: Scheduler,
  losses: readonly Loss[],
  problem: (state: SchedulerState, before: SchedulerState, loss: Loss) => string | null,
): string | null {
  let before = scheduler.init();
  for (const [i, loss] of losses.entries()) {
    const state = scheduler.step(before, loss);
    const found = problem(state, before, loss);
    if (found) return `at iteration ${i}: ${found}`;
    before = state;
  }
  return null;
}

/** What a skipped loss may change: how many losses were seen and skipped, and the decision; in inner states too. */
function withoutCounters(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !['iteration', 'skipped', 'decision'].includes(key));
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutCounters(entry)]));
}

/** Why `restore` refuses a state, or null. It must be a RangeError: anything else is thrown on. */
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
  {
    name: 'pure',
    statement: 'step never changes the state it is given',
    violation: (scheduler, losses) =>
      firstProblem(scheduler, losses, (_, before, loss) => {
        const copy = JSON.stringify(before);
        scheduler.step(before, loss);
        return JSON.stringify(before) === copy ? null : `${copy} became ${JSON.stringify(before)}`;
      }),
  },
  {
    name: 'deterministic',
    statement: 'the same losses give the same states, whatever else the scheduler is used for in between',
    violation(scheduler, losses, cut) {
      const expected = states(scheduler, losses);
      const other = [...losses.slice(cut), ...losses.slice(0, cut)];
      let state = scheduler.init();
      let otherState = scheduler.init();
      const interleaved = losses.map((loss, i) => {
        state = scheduler.step(state, loss);
        otherState = scheduler.step(otherState, other[i]!);
        return state;
      });
      return firstDifference(expected, interleaved);
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
      return firstDifference(whole.slice(cut), states(scheduler, losses.slice(cut), restored));
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
      // A quarter of them each time, another one at another cut: a refusal costs some ten microseconds.
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
      return firstDifference([stepped.at(-1) ?? scheduler.init()], [end]);
    },
  },
];
