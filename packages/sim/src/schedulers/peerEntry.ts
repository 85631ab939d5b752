import type { Scheduler } from '@fastface/core';
import type { SchedulerContext, SchedulerEntry, SchedulerOption } from './schedulerEntry.js';

/**
 * Creates a scheduler from unchecked options, which may come from a file or a command line; the scheduler checks
 * them.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above; and each scheduler has a state of its own
type Maker = (options: any, context: SchedulerContext) => Scheduler<any>;

export const option = (
  name: string,
  value: SchedulerOption['default'],
  description: string,
): SchedulerOption => ({ name, description, default: value });

export const total = option('totalSteps', null, 'iterations of the whole run (default: of the run)');
export const learningRateOption = option(
  'learningRate',
  null,
  'rate of the first update (default: of the run)',
);

/** An entry of the registry. Every peer has the option learningRate; those that list totalSteps receive it too. */
export function peerEntry(
  name: string,
  description: string,
  maker: Maker,
  options: readonly SchedulerOption[],
): SchedulerEntry {
  const withTotal = options.includes(total);
  return {
    name,
    description,
    options: [learningRateOption, ...options],
    make(given, context) {
      const { learningRate, totalSteps } = context;
      const fromContext = withTotal ? { learningRate, totalSteps } : { learningRate };
      const set = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
      return maker({ ...fromContext, ...Object.fromEntries(set) }, context);
    },
  };
}
