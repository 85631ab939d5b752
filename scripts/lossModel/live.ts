import { fastfaceSteps, fromSchedule } from '@fastface/core';
import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import { simulate } from '../../packages/sim/src/lossModel/simulate.js';
import { median } from './median.js';
import type { Task } from './tasks.js';
import { loggedRun, type SmallRun, trainSmall } from './trainSmall.js';

/** How well a model fitted on other schedules tells what FastFace does in real runs of a task. All in shares of the run. */
export interface LiveResult {
  readonly task: string;
  readonly fittedOn: string;
  readonly patienceFraction: number;
  /** Reductions in the median of the real runs. */
  readonly cuts: number;
  /** Median distance of a real cut from the median of the simulated ones. */
  readonly error: number;
  /** Distance of the median real cut from the median simulated one, median over the cuts. */
  readonly medianError: number;
  /** Median distance of the same cut in two seeds of the same run. */
  readonly floor: number;
  /** Share of the real cuts that are between the first and the last of the simulated ones. */
  readonly covered: number;
  /** Real and simulated loss at the end, medians; and the share of real runs within the simulated range. */
  readonly finalLoss: readonly [real: number, simulated: number, covered: number];
}

/** Schedules that the models are fitted to. Each has a seed of its own. */
const schedules: Readonly<Record<string, (share: number) => number>> = {
  constant: () => 1,
  step: (share) => (share < 0.4 ? 1 : 0.3),
  cosine: (share) => 0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)),
};

const fits = [['constant', 'step', 'cosine'], ['step']] as const;

/** Real and simulated runs of a task. */
export function live(task: Task, seeds: number, say: (text: string) => void): LiveResult[] {
  const logged = Object.entries(schedules).map(([name, share], i) => {
    const schedule = fromSchedule((t) => task.learningRate * share(t / task.steps), name);
    return [name, loggedRun(trainSmall(task, schedule, i + 1), task)] as const;
  });
  const results: LiveResult[] = [];
  for (const patienceFraction of [0.05, 0.03]) {
    const scheduler = fastfaceSteps({
      learningRate: task.learningRate,
      totalSteps: task.steps,
      patienceFraction,
    });
    const real = Array.from({ length: seeds }, (_, i) => trainSmall(task, scheduler, 11 + i));
    say(`${task.name}: ${seeds} real runs with a patience of ${100 * patienceFraction} %`);
    for (const names of fits) {
      const traces = logged.filter(([name]) => (names as readonly string[]).includes(name));
      const model = fitLossModel(
        traces.map(([, trace]) => trace),
        { epochLength: task.epochLength },
      );
      const { runs } = simulate(model, scheduler, { totalSteps: task.steps, fromRecord: false });
      const simulated = runs.map(({ changes, finalLoss }) => ({
        changes: changes.map(({ iteration }) => iteration),
        finalLoss,
      }));
      results.push({
        task: task.name,
        fittedOn: names.join(', '),
        patienceFraction,
        ...compared(task, real, simulated),
      });
    }
  }
  return results;
}

type Simulated = readonly { readonly changes: readonly number[]; readonly finalLoss: number }[];

function compared(task: Task, real: readonly SmallRun[], simulated: Simulated) {
  const [errors, medians, pairs]: number[][] = [[], [], []];
  let [inside, all] = [0, 0];
  const most = Math.max(...real.map(({ changes }) => changes.length));
  for (let k = 0; k < most; k++) {
    const happened = real.flatMap(({ changes }) => changes[k] ?? []);
    const expected = simulated.flatMap(({ changes }) => changes[k] ?? []);
    all += happened.length;
    if (expected.length === 0) continue;
    const middle = median(expected);
    medians!.push(Math.abs(median(happened) - middle));
    for (const at of happened) {
      errors!.push(Math.abs(at - middle));
      if (at >= Math.min(...expected) && at <= Math.max(...expected)) inside++;
    }
    happened.forEach((a, i) => {
      for (const b of happened.slice(i + 1)) pairs!.push(Math.abs(a - b));
    });
  }
  const tail = Math.floor(task.steps / 100);
  const ends = real.map(({ losses }) => losses.subarray(-tail).reduce((sum, loss) => sum + loss, 0) / tail);
  const said = simulated.map(({ finalLoss }) => finalLoss);
  const between = ends.filter((loss) => loss >= Math.min(...said) && loss <= Math.max(...said)).length;
  return {
    cuts: median(real.map(({ changes }) => changes.length)),
    error: median(errors!) / task.steps,
    medianError: median(medians!) / task.steps,
    floor: median(pairs!) / task.steps,
    covered: inside / all,
    finalLoss: [median(ends), median(said), between / ends.length] as const,
  };
}
