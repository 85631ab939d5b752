import { fromSchedule } from '@fastface/core';
import { forecast } from '../../packages/sim/src/watch/forecast/forecast.js';
import { tasks } from '../lossModel/tasks.js';
import { loggedRun, trainSmall } from '../lossModel/trainSmall.js';
import { cuts, endOf, knownUntil, type Outcome, outcome } from './outcome.js';

/** The rate before the cut, as a share of the base rate, over the share of the run. */
const schedules: Readonly<Record<string, (share: number) => number>> = {
  constant: () => 1,
  steps: (share) => (share < 0.25 ? 1 : share < 0.6 ? 0.3 : 0.1),
  cosine: (share) => 0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)),
};

/** Small networks that are really trained: up to the cut by a schedule, then at the rate of then, or straight to zero. */
export function smallNetworkOutcomes(seeds: readonly number[], say: (text: string) => void): Outcome[] {
  const found: Outcome[] = [];
  for (const seed of seeds)
    for (const task of tasks)
      for (const [name, before] of Object.entries(schedules))
        for (const cut of cuts)
          for (const rates of ['stays', 'to zero'] as const) {
            const rate = before(cut - 1e-9);
            const after = (share: number) => (rates === 'stays' ? rate : (rate * (1 - share)) / (1 - cut));
            const schedule = fromSchedule((t) => {
              const share = t / task.steps;
              return task.learningRate * (share < cut ? before(share) : after(share));
            }, name);
            const trace = loggedRun(trainSmall(task, schedule, seed), task);
            const segment = { ...trace, learningRates: trace.rates, plannedSteps: null, run: null };
            const said = forecast(knownUntil(segment, cut * task.steps), task.steps);
            const run = `${task.name}, ${name}, seed ${seed}`;
            const outlook = rates === 'stays' ? said.stays : said.toZero;
            found.push(outcome({ run, cut, rates, came: endOf(trace, task.steps) }, said, outlook));
            say(`${run}, ${cut}, ${rates}`);
          }
  return found;
}
