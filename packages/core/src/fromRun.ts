import type { Scheduler, SchedulerState } from './scheduler.js';

/**
 * Completes a scheduler that is written as a loop over many losses: a step is a run over one loss. Each O(1)
 * scheduler thus has a single implementation, whose registers are local variables of the run.
 */
export function fromRun<State extends SchedulerState>(
  scheduler: Omit<Scheduler<State>, 'step'> & Required<Pick<Scheduler<State>, 'run' | 'options' | 'fields'>>,
): Required<Scheduler<State>> {
  const one = new Float64Array(1);
  const rate = new Float64Array(1);
  return {
    reason: (state) => state.decision,
    ...scheduler,
    run: (state, losses, rates) => (losses.length === 0 ? state : scheduler.run(state, losses, rates)),
    step(state, loss) {
      one[0] = loss ?? Number.NaN;
      return scheduler.run(state, one, rate);
    },
  };
}
