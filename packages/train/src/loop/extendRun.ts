import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { restore, type Scheduler, type SchedulerState } from '@fastface/core';
import { BadInput } from '../badInput.js';
import type { RunState } from '../checkpoint/checkpoint.js';

/**
 * The state of a run that goes on for more steps than it was planned for. A scheduler that does not look at the length goes on
 * as it is. Another one is made for the new length and given the losses so far, as the trace has them, so that it is where it
 * would be had the run been planned so.
 *
 * @param scheduler made for the new length
 * @returns the state, and in words what the schedule makes of it
 * @throws BadInput where the trace has not the losses
 */
export async function extendRun(
  state: RunState,
  scheduler: Scheduler,
  trace: string,
): Promise<{ readonly state: RunState; readonly answer: string }> {
  if (accepts(scheduler, state.scheduler)) {
    return { state, answer: `${scheduler.name} does not look at the length, and goes on as it is` };
  }
  const seen = state.scheduler.iteration;
  const losses = await lossesOf(trace, seen);
  let extended: SchedulerState = scheduler.init();
  for (const loss of losses) extended = scheduler.step(extended, loss);
  const [before, now] = [state.scheduler.learningRate, extended.learningRate].map((rate) =>
    rate.toPrecision(4),
  );
  const answer = `${scheduler.name} was made anew for the length and given the ${seen} losses so far: rate ${before} → ${now}`;
  return { state: { ...state, scheduler: extended }, answer };
}

function accepts(scheduler: Scheduler, state: SchedulerState): boolean {
  try {
    restore(scheduler, state);
    return true;
  } catch {
    return false;
  }
}

/** The first `count` losses of a trace, null for one that was not finite. */
async function lossesOf(trace: string, count: number): Promise<(number | null)[]> {
  const losses: (number | null)[] = [];
  const lines = createInterface({ input: createReadStream(trace) });
  try {
    for await (const line of lines) {
      if (losses.length === count) break;
      const record = JSON.parse(line) as { step?: unknown; loss?: unknown };
      if (record.step === losses.length) losses.push(typeof record.loss === 'number' ? record.loss : null);
    }
  } catch {
    // Its end is missed below.
  }
  if (losses.length === count) return losses;
  throw new BadInput(
    trace,
    `has ${losses.length} of the ${count} losses so far`,
    'the run cannot be extended without them',
  );
}
