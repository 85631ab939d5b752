import { fastface, fastfaceSteps, fromSchedule, type Scheduler } from '@fastface/core';
import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import { modelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import { simulate } from '../../packages/sim/src/lossModel/simulate.js';
import type { SpectralLaw } from '../../packages/sim/src/lossModel/spectralLaw.js';
import { syntheticRun } from '../../packages/sim/src/lossModel/syntheticRun.js';
import type { Figures } from './report.js';

/** A law like that of the face-recognition log. */
const law: SpectralLaw = {
  law: 'spectral',
  limit: 1,
  power: null,
  decays: [],
  delayed: [
    { amplitude: 20, rate: 0.02 },
    { amplitude: 6, rate: 0.004 },
  ],
  floor: [
    { amplitude: 5, rate: 0.005 },
    { amplitude: 5, rate: 0.2 },
    { amplitude: 2, rate: 5 },
  ],
  floorPower: 0.75,
  memory: [{ amplitude: 12, rate: 0.015 }],
  memoryPower: 1,
};
const noise = { scale: 0.3, power: 0.3, slow: 0.01, slowTime: 10_000 };
const epochLength = 33_087;
const planned = 165_430;

/** Least processor time of some runs, in seconds: other processes on the machine do not count. */
function processorSeconds(rounds: number, run: () => void): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/** A log of 20,000 records with epochs and ten cuts of the rate. */
function longLog() {
  const stride = 10;
  const records = 20_000;
  const stairs = fromSchedule((t) => 0.02 * 0.5 ** Math.floor((10 * t) / (stride * records)));
  const made = { law, noise, seed: 1, baseRate: 0.02, epochLength, steps: stride * records };
  const { losses, rates } = syntheticRun(made, stairs);
  const every = (values: Float64Array) => values.filter((_, i) => i % stride === stride - 1);
  const steps = Float64Array.from({ length: records }, (_, i) => (i + 1) * stride);
  const columns = {
    steps,
    losses: every(losses),
    learningRates: every(rates),
    plannedSteps: null,
    run: null,
  };
  return modelTrace(columns, 'synthetic', 'sampled');
}

/** A fit of 20,000 records, and 16 simulated runs as long as the face-recognition one. */
export function benchLossModel(figures: Figures, short: boolean): void {
  const rounds = short ? 2 : 5;
  const trace = longLog();
  const fit = processorSeconds(rounds, () => fitLossModel([trace], { epochLength }));
  figures.atMost('fit of a loss model to 20,000 records with epochs, processor time', fit, 1, 's');

  const model = fitLossModel([trace], { epochLength });
  const options = { totalSteps: planned, seeds: 16, fromRecord: false };
  const settings = { learningRate: 0.02, totalSteps: planned, patienceFraction: 0.03 };
  for (const scheduler of [fastface(settings), fastfaceSteps(settings)] as readonly Scheduler[]) {
    const simulated = processorSeconds(rounds, () => simulate(model, scheduler, options));
    figures.note(`${((simulated / 16 / planned) * 1e9).toFixed(0)} ns an iteration`);
    const what = `16 simulated runs of 165,430 iterations with ${scheduler.name}, processor time`;
    figures.atMost(what, simulated, 2, 's');
  }

  const cosine = fromSchedule((t) => 0.01 * (1 + Math.cos((Math.PI * t) / planned)));
  const changing = processorSeconds(1, () => simulate(model, cosine, { ...options, seeds: 2 }));
  figures.note(
    `${((changing / 2 / planned) * 1e9).toFixed(0)} ns an iteration for a schedule that changes the rate at every one`,
  );
}
