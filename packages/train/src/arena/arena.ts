import type { Executor } from '@fastface/sim/work';
import { type Grid, type Training, trainingsOf } from './grid.js';
import type { ArenaResults } from './results.js';
import type { TrainingOutcome } from './training.js';

/** How far an arena is. */
export interface ArenaProgress {
  readonly done: number;
  readonly total: number;
  /** Seconds to the end at the pace so far; null in the first seconds, in which threads start. */
  readonly secondsLeft: number | null;
}

/** Before, a pace says nothing: threads start, and the first trainings of each load their data. */
const leastSeconds = 10;

/**
 * Trains what the results lack of a grid, as many at once as the executor takes, and adds each row as soon as its training
 * ends. Stopped at any moment, it loses the trainings under way and no other: run again, it goes on.
 */
export async function arena(
  grid: Grid,
  results: ArenaResults,
  executor: Executor<Training, TrainingOutcome>,
  onProgress: (progress: ArenaProgress) => void = () => {},
): Promise<void> {
  const all = [...trainingsOf(grid)];
  const missing = all.filter((training) => !results.has(training));
  const updates = missing.reduce((sum, { steps }) => sum + steps, 0);
  let done = all.length - missing.length;
  let updatesDone = 0;
  let next = 0;
  const started = performance.now();
  const train = async () => {
    while (next < missing.length) {
      const training = missing[next++]!;
      results.add(training, await executor.run(training));
      done++;
      updatesDone += training.steps;
      const seconds = (performance.now() - started) / 1000;
      const secondsLeft = seconds < leastSeconds ? null : (seconds / updatesDone) * (updates - updatesDone);
      onProgress({ done, total: all.length, secondsLeft });
    }
  };
  onProgress({ done, total: all.length, secondsLeft: null });
  await Promise.all(Array.from({ length: Math.min(executor.atOnce, missing.length) }, train));
}
