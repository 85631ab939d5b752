import type { SchedulerState } from '@fastface/core';

/** The state after an update that the optimiser skipped: the original schedulers are not called for it. */
export const skip = <State extends SchedulerState>(state: State): State => ({
  ...state,
  iteration: state.iteration + 1,
  decision: 'skip',
});
