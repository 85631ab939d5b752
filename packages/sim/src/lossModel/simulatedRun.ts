import type { Scheduler, SchedulerState } from '@fastface/core';
import { closedLoop, runningLaw, type SimulatedChange } from './closedLoop.js';
import type { Law, LossModel } from './lossModel.js';
import { iterationsOfRecord } from './modelTrace.js';
import { NoiseStream } from './noiseStream.js';
import { predictLaw } from './predict.js';
import type { Parting } from './recordedStart.js';
import { RunLog } from './runLog.js';
import { TiltedLaw } from './tiltedLaw.js';

/** Tolerance: a rate or length outside the fitted range by less than this factor counts as inside. */
export const slack = 1.05;

/** One simulated run of a scheduler. */
export interface SimulatedRun {
  readonly seed: number;
  /** Index of the law among the model's variants. */
  readonly variant: number;
  readonly changes: readonly SimulatedChange[];
  /** Mean level of the loss over each of the equal stretches of the run; NaN in those from the record. */
  readonly levels: Float64Array;
  /** Mean level over the last hundredth. */
  readonly finalLoss: number;
  /** Intrinsic time at the end. */
  readonly time: number;
  readonly mostRate: number;
  /** Iterations at rates below the fitted range, excluding 0. */
  readonly below: number;
}

/** Simulates a scheduler once, from the point at which it diverges from a recorded run, or from the start. */
export function simulatedRun<State extends SchedulerState>(
  model: LossModel,
  scheduler: Scheduler<State>,
  parting: Parting<State> | null,
  total: number,
  seed: number,
  variant: number,
  tilt: number,
  stretches: number,
): SimulatedRun {
  const { law } = model.variants[variant]!;
  const init = scheduler.init();
  const start = parting?.iteration ?? 0;
  const course = {
    baseRate: model.baseRate,
    epochLength: model.epochLength,
    offset: (parting?.trace ?? model.traces[0]!).firstStep - 1,
  };
  const running = runningLaw(law, course, parting?.trace.rates[0] ?? init.learningRate);
  const log = new RunLog(total, stretches, model.fitted.rates[0] / slack);
  for (let i = 0, done = 0; parting && done < start; i++) {
    const { trace } = parting;
    const count = Math.min(iterationsOfRecord(trace, i), start - done);
    running.pass(trace.rates[i]!, count);
    log.recorded(done, count, trace.losses[i]!, trace.rates[i]!);
    done += count;
  }
  const deviation = parting ? deviationAt(model, parting, law) : undefined;
  const state = parting?.state ?? init;
  const first = new Float64Array(1);
  running.copy().run(state.learningRate, first);
  const changes = closedLoop(
    scheduler,
    { state, iteration: start, rate: state.learningRate },
    new TiltedLaw(running, first[0]!, tilt),
    new NoiseStream(model.noise, seed, deviation),
    total,
    (from, levels, rate) => log.simulated(from, levels, rate),
  );
  const { levels, finalLoss, time, mostRate, below } = log;
  return {
    seed,
    variant,
    changes: [...(parting?.changes ?? []), ...changes],
    levels,
    finalLoss,
    time,
    mostRate,
    below,
  };
}

/** Deviation of the recorded run from the law at the point of divergence. */
function deviationAt(model: LossModel, { trace, records }: Parting<SchedulerState>, law: Law): number {
  const expected = predictLaw(law, trace, model);
  let [sum, count, back] = [0, 0, 0];
  for (let i = Math.min(records, trace.steps.length) - 1; i >= 0 && back < model.noise.slowTime / 4; i--) {
    sum += trace.losses[i]! / expected[i]! - 1;
    count++;
    back += iterationsOfRecord(trace, i);
  }
  return count > 0 ? sum / count : 0;
}
