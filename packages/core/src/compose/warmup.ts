import { checkInteger, checkKnown, checkNotNegative } from '../check.js';
import type { Scheduler, SchedulerState } from '../scheduler.js';
import { fromSchedule } from './fromSchedule.js';
import { type SequenceState, sequence } from './sequence.js';

/** Options of {@link warmup}. */
export interface WarmupOptions {
  /** Iterations of warm-up, an integer ≥ 0. */
  readonly steps: number;
  /** Rate at which the line starts, one iteration before the first update: ≥ 0, default 0. */
  readonly from?: number;
}

/**
 * Linear warm-up before any scheduler: update t < steps runs at
 *
 *     from + (base − from)·(t + 1)/steps
 *
 * where base is the scheduler's initial rate. No update runs at rate `from`, and the last one of the warm-up runs at
 * base. The scheduler sees only the losses after the warm-up: its filters start at iteration `steps`.
 *
 * @param scheduler the scheduler after the warm-up
 * @throws RangeError naming the option, its value and its range
 * @example
 * warmup(fastface({ learningRate: 0.1, totalSteps: 10_000 }), { steps: 100 }).init().learningRate; // 0.001
 */
export function warmup<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  options: WarmupOptions,
): Required<Scheduler<SequenceState>> {
  checkKnown('warmup', options, ['steps', 'from']);
  const steps = checkInteger('steps', options.steps, 0);
  const from = checkNotNegative('from', options.from ?? 0);
  if (steps === 0) return sequence([{ scheduler }]);
  const base = scheduler.init().learningRate;
  const line = (t: number) => (t + 1 >= steps ? base : from + ((base - from) * (t + 1)) / steps);
  return sequence([{ scheduler: fromSchedule(line, 'warm-up'), steps }, { scheduler }]);
}
