import { findScheduler } from '../schedulers/findScheduler.js';
import type { SchedulerContext } from '../schedulers/schedulerEntry.js';
import { fastfaceOutcomes } from './fastface/fastfaceOutcomes.js';
import { resolveFastFace } from './fastface/resolve.js';
import { UsableLosses } from './fastface/usableLosses.js';
import type { Outcome } from './outcome.js';
import { runOutcome } from './runOutcome.js';
import type { Given } from './variation.js';

/** Some configurations of one scheduler to evaluate on one run. It can be sent to a thread: the losses are shared. */
export interface SweepTask {
  readonly scheduler: string;
  /** True for a scheduler from a user's module, whose path is the name. Never set by a job from a queue. */
  readonly isModule?: boolean;
  readonly context: SchedulerContext;
  /** One loss per iteration, and the step of the first. */
  readonly losses: Float64Array;
  readonly firstStep: number;
  readonly configurations: readonly Given[];
}

/**
 * The outcome of each configuration on the run. `fastface` uses a kernel for many configurations at once if possible;
 * all others use the scheduler's own run.
 *
 * @throws RangeError naming the invalid option of a configuration
 */
export function evaluate({ scheduler, context, losses, firstStep, configurations }: SweepTask): Outcome[] {
  const entry = findScheduler(scheduler);
  if (!entry) throw new RangeError(`unknown scheduler: ${scheduler}`);
  for (const given of configurations) entry.make(given, context);
  const resolved =
    scheduler === 'fastface' && UsableLosses.areTame(losses)
      ? configurations.map((given) => resolveFastFace(given, context))
      : [];
  const fast = resolved.filter(({ haarWidth }) => haarWidth === 1);
  const outcomes = fastfaceOutcomes(losses, firstStep, fast).values();
  return configurations.map((given, i) =>
    resolved[i]?.haarWidth === 1
      ? outcomes.next().value!
      : runOutcome(entry.make(given, context), losses, firstStep),
  );
}
