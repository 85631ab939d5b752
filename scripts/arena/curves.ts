import { findScheduler } from '@fastface/sim';
import { chooseTask } from '../../packages/train/src/arena/chooseTasks.js';
import { runTraining } from '../../packages/train/src/arena/training.js';

/** Mean loss and last rate of each of a hundred pieces of one training, for a picture. */
export interface Curve {
  readonly scheduler: string;
  readonly losses: readonly number[];
  readonly rates: readonly number[];
  readonly metric: number | null;
}

const pieces = 100;

/** The same task and seed under several schedulers. */
export async function curvesOf(name: string, schedulers: readonly string[]): Promise<Curve[]> {
  const task = await chooseTask(name);
  const { steps, learningRate } = task;
  const warmupSteps = Math.round(0.02 * steps);
  const curves: Curve[] = [];
  for (const scheduler of schedulers) {
    const losses = new Array<number>(pieces).fill(0);
    const rates = new Array<number>(pieces).fill(0);
    const size = steps / pieces;
    let step = 0;
    const made = findScheduler(scheduler)!.make({}, { learningRate, totalSteps: steps - warmupSteps });
    const { metric } = await runTraining(
      task,
      made,
      { learningRate, steps, warmupSteps, seed: 1 },
      (rate, loss) => {
        const piece = Math.floor(step++ / size);
        losses[piece]! += loss / size;
        rates[piece] = rate;
      },
    );
    curves.push({ scheduler, losses: losses.map(digits), rates: rates.map(digits), metric });
  }
  return curves;
}

const digits = (value: number) => Number(value.toPrecision(5));
