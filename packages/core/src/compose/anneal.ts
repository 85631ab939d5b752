import { check, checkFactor, checkInteger, checkKnown, checkPositive } from '../check.js';
import { short } from '../fastfaceState.js';
import { equal, type Fields, nullOr, oneOf, record, stateOf } from '../field.js';
import type { Decision, Loss, Scheduler, SchedulerState } from '../scheduler.js';

/** Options of {@link anneal}. */
export interface AnnealOptions {
  /** T: updates of the whole run, an integer ≥ 1. Without it the scheduler decides when the run ends. */
  readonly totalSteps?: number;
  /** Maximum number of updates of a run without `totalSteps`, an integer ≥ 1. Excludes `totalSteps`. */
  readonly maxSteps?: number;
  /**
   * c: minimum share of the run that is annealed, 0 < c < 1. Default 0.1. If the length is unknown, exactly this
   * share is annealed, by default 0.2.
   */
  readonly lastShare?: number;
  /** Exponent of the descent, > 0. Default 1, a straight line. */
  readonly power?: number;
}

/** The descent of the rate to zero. */
export interface Descent {
  /** The last update at the held rate, and the first update at rate 0. */
  readonly from: number;
  readonly to: number;
  /** Whether the inner scheduler found a plateau, or only the last share of the run was left. */
  readonly cause: 'plateau' | 'last share';
}

export interface AnnealState<State> extends SchedulerState {
  /** Null while the rate is held. */
  readonly descent: Descent | null;
  /** State of the inner scheduler; during the descent, its state at the last update before. */
  readonly inner: State;
}

/**
 * Holds the rate until the inner scheduler first decides `reduce`, then lowers it to zero and ends the run:
 *
 *     η_t = rate of the scheduler inside               t ≤ s
 *     η_t = η_s·((N − t)/(N − s))^power                s < t < N,  0 from N on
 *
 * s is the last update before the inner scheduler's first reduction, at most (1 − c)·T. With `totalSteps` N = T.
 * Without it the descent takes c/(1 − c) times the updates before it, and ends at `maxSteps` at the latest. An early
 * plateau gives a straight line, a late one a trapezoid (warm-up, stable, decay).
 *
 * The decision is `reduce` at every update of the descent and `finish` from N on: the run can end. The inner
 * scheduler only finds the plateau and can be any scheduler. Its `back-off` or `restart` only changes the held rate.
 * It sees no losses during the descent, which depends on the number of updates and not on the losses.
 *
 * Why: after a cut by a factor the loss falls more slowly. That looks like the next plateau, so repeated cuts make
 * the rate negligible long before the run ends. A linear descent that ends with the run cannot do that, so a plateau
 * found too early costs little.
 *
 * @param scheduler finds the plateau
 * @param options see {@link AnnealOptions}
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = anneal(fromSchedule((t) => (t < 60 ? 0.1 : 0.01)), { totalSteps: 100 });
 * let state = scheduler.init();
 * for (let t = 0; t < 80; t++) state = scheduler.step(state, 1);
 * state.learningRate; // about 0.05: held to update 59, half-way down at update 80
 * @see Hägele et al. 2024, arXiv 2405.18392 (trapezoid); Defazio et al. 2023, arXiv 2310.07831, and Bergsma et al. 2025,
 * arXiv 2502.15938 (straight to zero)
 */
export function anneal<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  options: AnnealOptions = {},
): Required<Scheduler<AnnealState<State>>> {
  return annealNamed('anneal', scheduler, options);
}

/** {@link anneal} under another scheduler name. */
export function annealNamed<State extends SchedulerState>(
  name: string,
  scheduler: Scheduler<State>,
  given: { readonly [Option in keyof AnnealOptions]: AnnealOptions[Option] | undefined },
): Required<Scheduler<AnnealState<State>>> {
  checkKnown('anneal', given, ['totalSteps', 'maxSteps', 'lastShare', 'power']);
  const totalSteps = given.totalSteps === undefined ? null : checkInteger('totalSteps', given.totalSteps, 1);
  const maxSteps = given.maxSteps === undefined ? null : checkInteger('maxSteps', given.maxSteps, 1);
  if (totalSteps !== null) check(maxSteps === null, 'maxSteps', maxSteps, 'none beside totalSteps');
  const lastShare = given.lastShare ?? (totalSteps === null ? 0.2 : 0.1);
  checkFactor('lastShare', lastShare);
  const power = checkPositive('power', given.power ?? 1);
  const options = { totalSteps, maxSteps, lastShare, power };
  const latest = totalSteps ?? maxSteps ?? Infinity;
  /** Maximum number of updates at the held rate. */
  const mostHeld = latest === Infinity ? Infinity : Math.max(1, latest - Math.round(lastShare * latest));

  /** The first update at rate 0, if the descent starts at update `start`. */
  const endOf = (start: number): number =>
    totalSteps ?? Math.min(latest, start + Math.max(1, Math.ceil((lastShare / (1 - lastShare)) * start)));

  const rateAt = (t: number, { from, to }: Descent, held: number): number => {
    if (t >= to) return 0;
    const left = (to - t) / (to - from);
    return held * (power === 1 ? left : left ** power);
  };

  const make = (
    iteration: number,
    learningRate: number,
    decision: Decision,
    descent: Descent | null,
    inner: State,
  ): AnnealState<State> => ({
    scheduler: name,
    version: 1,
    options,
    iteration,
    learningRate,
    decision,
    descent,
    inner,
  });

  /** A state during the descent; `before` is the rate one update earlier. */
  function below(before: number, iteration: number, descent: Descent, inner: State): AnnealState<State> {
    const learningRate = rateAt(iteration, descent, inner.learningRate);
    const moves = learningRate < before ? 'reduce' : 'hold';
    return make(iteration, learningRate, iteration >= descent.to ? 'finish' : moves, descent, inner);
  }

  function step(
    { iteration, learningRate, descent, inner }: AnnealState<State>,
    loss: Loss,
  ): AnnealState<State> {
    if (descent !== null) return below(learningRate, iteration + 1, descent, inner);
    const next = scheduler.step(inner, loss);
    const isPlateau = next.decision === 'reduce';
    if (!isPlateau && iteration + 1 < mostHeld)
      return make(iteration + 1, next.learningRate, next.decision, null, next);
    const cause = isPlateau ? 'plateau' : 'last share';
    return below(learningRate, iteration + 1, { from: iteration, to: endOf(iteration + 1), cause }, inner);
  }

  return {
    name,
    options,
    fields: {
      inner: stateOf(scheduler as Scheduler),
      descent: nullOr(
        record<AnnealState<State>>({
          from: equal(({ inner }) => inner.iteration),
          to: equal(({ inner }) => endOf(inner.iteration + 1)),
          cause: oneOf('plateau', 'last share'),
        }),
      ),
      iteration(value, path, { descent, inner }) {
        const fits = descent === null ? value === inner.iteration : (value as number) > descent.from;
        check(fits, path, value, `${inner.iteration}${descent === null ? '' : ' or more'}`);
      },
      learningRate: equal(({ iteration, descent, inner }) =>
        descent === null ? inner.learningRate : rateAt(iteration, descent, inner.learningRate),
      ),
    } satisfies Fields<AnnealState<State>>,
    init() {
      const inner = scheduler.init();
      return make(0, inner.learningRate, 'hold', null, inner);
    },
    step,
    run(from, losses, rates) {
      let state = from;
      let i = 0;
      // While the rate is held, process some thousand losses at a time. The chunk in which the hold ends is repeated
      // step by step.
      while (i < losses.length && state.descent === null) {
        const end = i + Math.min(chunk, losses.length - i, mostHeld - 1 - state.iteration);
        if (end > i && scheduler.run) {
          const inner = scheduler.run(state.inner, losses.subarray(i, end), rates.subarray(i, end));
          if (!falls(state.learningRate, rates, i, end)) {
            state = make(state.iteration + end - i, inner.learningRate, inner.decision, null, inner);
            i = end;
            continue;
          }
        }
        do {
          const loss = losses[i]!;
          state = step(state, Number.isNaN(loss) ? null : loss);
          rates[i++] = state.learningRate;
        } while (i < end && state.descent === null);
      }
      const { descent, inner } = state;
      if (descent === null || i === losses.length) return state;
      let { iteration, learningRate: before } = state;
      for (; i < losses.length; i++) {
        before = i === 0 ? before : rates[i - 1]!;
        rates[i] = rateAt(++iteration, descent, inner.learningRate);
      }
      return below(before, iteration, descent, inner);
    },
    reason({ iteration, learningRate, decision, descent, inner }) {
      if (descent === null) return scheduler.reason?.(inner) ?? decision;
      const { from, to, cause } = descent;
      if (decision === 'finish') return `finished: the rate is 0 from update ${to} on`;
      const held = short(inner.learningRate);
      const left = to - iteration;
      if (iteration > from + 1) return `${held} to ${short(learningRate)}, ${left} updates from zero`;
      const way = power === 1 ? 'straight to zero' : `to zero as the power ${power} of the updates left`;
      const why = cause === 'plateau' ? 'the loss has stopped falling' : `the last ${left} updates begin`;
      return `${why}: from ${held} ${way} over ${left} updates`;
    },
  };
}

/** Losses per chunk while the rate is held. */
const chunk = 4096;

function falls(before: number, rates: Float64Array, from: number, to: number): boolean {
  let last = before;
  for (let i = from; i < to; i++) {
    if (rates[i]! < last) return true;
    last = rates[i]!;
  }
  return false;
}
