import { changes, fastface, fastfaceSteps, movingHaar, type Scheduler } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { iterationsOf } from '../../src/iterations.js';
import { extrapolations, modelCautions, patienceCaution, refusal } from '../../src/lossModel/cautions.js';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { modelTrace } from '../../src/lossModel/modelTrace.js';
import { partingFrom } from '../../src/lossModel/recordedStart.js';
import { simulate, variantsOfSeeds } from '../../src/lossModel/simulate.js';
import { summarize } from '../../src/lossModel/summary.js';
import { readTraceFile, testWithTrace } from '../traces.js';
import { baseRate, known, lossesOf, scheduleOf, steps, traceOf } from './runs.js';

const noise = { scale: 0.05, power: 0.5, slow: 0.01, slowTime: 400 };
const options = { learningRate: baseRate, totalSteps: steps };
const log = (name: 'constant' | 'step' | 'stairs' | 'cosine', seed: number) =>
  traceOf(lossesOf(known, scheduleOf(name), noise, { seed }));
const model = fitLossModel([log('step', 1), log('stairs', 2)]);

describe('simulating a scheduler that was never run', () => {
  test('its cuts come where real runs of the law make them, no farther off than another real run, within the intervals', () => {
    let [inside, all] = [0, 0];
    const errors: number[] = [];
    const apart: number[] = [];
    // Cuts of one model are early or late together: three models tell more than many runs of one.
    for (const [fitted, patienceFraction] of [2, 4, 6].flatMap((seed) => {
      const fitted = fitLossModel([log('step', seed), log('stairs', seed + 1)]);
      return [0.03, 0.05].map((patienceFraction) => [fitted, patienceFraction] as const);
    })) {
      const scheduler = fastfaceSteps({ ...options, patienceFraction });
      const { runs } = simulate(fitted, scheduler as Scheduler<never>, {
        totalSteps: steps,
        fromRecord: false,
      });
      const real = Array.from({ length: 8 }, (_, i) => {
        const { rates } = lossesOf(known, scheduler as never as Scheduler, noise, { seed: 101 + i });
        return [...rates.keys()].filter((t) => t > 0 && rates[t] !== rates[t - 1]);
      });
      for (let k = 0; k < 5; k++) {
        const said = runs.flatMap(({ changes }) => changes[k]?.iteration ?? []).sort((a, b) => a - b);
        const made = real.flatMap((cuts) => cuts[k] ?? []);
        for (const at of made) {
          errors.push(Math.abs(at - said[said.length >> 1]!) / steps);
          all++;
          if (at >= said[0]! && at <= said.at(-1)! + 1) inside++;
        }
        made.forEach((at, i) => {
          for (const other of made.slice(i + 1)) apart.push(Math.abs(at - other) / steps);
        });
      }
    }
    errors.sort((a, b) => a - b);
    apart.sort((a, b) => a - b);
    const [error, floor] = [errors[all >> 1]!, apart[apart.length >> 1]!];
    console.log(
      `${all} cuts, ${inside} within the range, median error ${error}, two runs differ by ${floor}`,
    );
    expect(all).toBeGreaterThan(40);
    expect(inside / all).toBeGreaterThan(0.8);
    expect(error).toBeLessThan(floor);
  });

  test('the band holds the level of other runs, and the final loss lies in its interval or within 3 %', () => {
    const { levels, finalLoss } = summarize(
      simulate(model, scheduleOf('cosine'), { totalSteps: steps, fromRecord: false, stretches: 20 }),
    );
    const clean = lossesOf(known, scheduleOf('cosine')).losses;
    const inside = levels.filter(({ step, low, high }) => {
      const level = clean[Math.round(step)]!;
      return level > low * 0.98 && level < high * 1.02;
    });
    expect(levels).toHaveLength(20);
    expect(inside.length).toBeGreaterThanOrEqual(18);
    expect(Math.abs(finalLoss.median / clean.at(-1)! - 1)).toBeLessThan(0.03);
    expect(finalLoss.high).toBeGreaterThan(finalLoss.low);
  });

  test('of runs that deviate as the model says, four of five end in the interval of 16 seeds', () => {
    const scheduler = scheduleOf('step');
    const runOptions = { totalSteps: steps, fromRecord: false, stretches: 1 };
    let [inside, all] = [0, 0];
    for (let k = 0; k < 10; k++) {
      const { finalLoss } = summarize(simulate(model, scheduler, { ...runOptions, firstSeed: 1 + 16 * k }));
      const others = simulate(model, scheduler, { ...runOptions, seeds: 30, firstSeed: 1000 + 30 * k });
      for (const { finalLoss: end } of others.runs) {
        all++;
        if (end >= finalLoss.low && end <= finalLoss.high) inside++;
      }
    }
    console.log(`${inside} of ${all} runs end in the interval`);
    expect(inside / all).toBeGreaterThanOrEqual(0.75);
    expect(inside / all).toBeLessThanOrEqual(0.85);
  });

  test('the same seeds give the same runs, and more of them go on from there', () => {
    const scheduler = fastfaceSteps(options) as Scheduler<never>;
    const four = simulate(model, scheduler, { totalSteps: steps, seeds: 4 });
    expect(simulate(model, scheduler, { totalSteps: steps, seeds: 4 })).toEqual(four);
    const later = simulate(model, scheduler, { totalSteps: steps, seeds: 4, firstSeed: 3 });
    expect(later.runs.map(({ seed }) => seed)).toEqual([3, 4, 5, 6]);
    expect(later.runs).not.toEqual(four.runs);
  });

  test.each([
    [{ totalSteps: 0 }, 'totalSteps must be a whole number above 0: 0'],
    [{ totalSteps: 10.5 }, 'totalSteps'],
    [{ totalSteps: Number.NaN }, 'totalSteps'],
    [{ totalSteps: 10, seeds: 0 }, 'seeds must be'],
  ])('refuses %j', (wrong, message) => {
    expect(() => simulate(model, scheduleOf('step'), wrong)).toThrow(message);
    expect(() => simulate(model, scheduleOf('step'), wrong)).toThrow(RangeError);
  });

  test('every variant has seeds by its weight', () => {
    const variants = [0.5, 0.3, 0.2].map((weight) => ({ weight })) as never;
    const counts = [0, 0, 0];
    for (const i of variantsOfSeeds({ variants }, 20)) counts[i]!++;
    expect(counts).toEqual([10, 6, 4]);
  });
});

describe('a recorded run is used while the rates are the same', () => {
  test('up to the first change that only one of the two makes', () => {
    // The step run has its cut at half; FastFace on its losses makes one earlier.
    const trace = model.traces[0]!;
    const scheduler = fastface({ ...options, alpha: 0.02, beta: 0.02, threshold: 2e-4, patience: 300 });
    const parting = partingFrom(scheduler, trace, steps);
    const alone = changes(
      scheduler,
      iterationsOf({ ...trace, learningRates: trace.rates, plannedSteps: null, run: null }).losses,
    );
    expect(parting.iteration).toBe(alone[0]!.iteration + 1);
    expect(parting.state.learningRate).toBe(baseRate / 2);
    expect(parting.changes).toHaveLength(1);
    const simulation = simulate(model, scheduler as Scheduler<never>, { totalSteps: steps, seeds: 3 });
    expect(simulation.recorded).toBe(parting.iteration);
    for (const run of simulation.runs) expect(run.changes[0]!.iteration).toBe(alone[0]!.iteration);
  });

  test('the whole of it, for the schedule that it was made with', () => {
    const { recorded, runs } = simulate(model, scheduleOf('stairs'), { totalSteps: steps, seeds: 2 });
    expect(recorded).toBe(steps);
    const { losses } = model.traces[1]!;
    const tail = losses.subarray(-steps / 100 / 5);
    const mean = tail.reduce((sum, loss) => sum + loss, 0) / tail.length;
    for (const { finalLoss } of runs) expect(finalLoss).toBeCloseTo(mean, 10);
  });

  test('none of it, where the rates differ from the start', () => {
    const scheduler = scheduleOf('constant', steps, baseRate / 2);
    expect(simulate(model, scheduler, { totalSteps: steps, seeds: 1 }).recorded).toBe(0);
  });

  testWithTrace(
    'Moving Haar follows the published run for 12 changes, until the log’s six decimals part them',
    'fastface_WebFace4M_r100.log',
    async (path) => {
      const trace = modelTrace((await readTraceFile(path)).segments[0]!, path, 'mean');
      const scheduler = movingHaar({ learningRate: 0.02, window: 2481, threshold: 0.06 });
      const { changes: followed, iteration } = partingFrom(scheduler, trace, 165_435);
      console.log(`follows the record to iteration ${iteration}, ${followed.length} changes`);
      expect(followed.length).toBe(12);
    },
  );
});

describe('what must be said', () => {
  const said = (totalSteps: number, scheduler: Scheduler) =>
    extrapolations(model, simulate(model, scheduler, { totalSteps, seeds: 1, fromRecord: false }));

  test('nothing about a run like those that were fitted', () => {
    expect(said(steps, scheduleOf('step'))).toEqual([]);
    expect(modelCautions(model)).toEqual([]);
    expect(refusal(model, steps, baseRate)).toBeNull();
  });

  test('more iterations, a larger sum of rates, lower and higher rates', () => {
    expect(said(2 * steps, scheduleOf('constant', 2 * steps)).join()).toMatch(
      /2\.0 times as many iterations.*sum of the rates/,
    );
    expect(said(steps, scheduleOf('constant', steps, baseRate / 100)).join()).toMatch(
      /100 % of the run at rates below/,
    );
    expect(said(steps, scheduleOf('constant', steps, 1.5 * baseRate)).join()).toMatch(/rates up to 0\.15/);
  });

  test('what is far beyond is refused', () => {
    expect(refusal(model, 5 * steps, baseRate)).toMatch(/more than 4 times the 6000/);
    expect(refusal(model, steps, 3 * baseRate)).toMatch(/more than 2 times the 0\.1/);
  });

  test('more epochs than were fitted, and a patience of about one', () => {
    const epochs = { ...model, epochLength: 1000 };
    const simulation = simulate(epochs, scheduleOf('step', 8000), {
      totalSteps: 8000,
      seeds: 1,
      fromRecord: false,
    });
    expect(extrapolations(epochs, simulation).join()).toMatch(/8 epochs, fitted to 6/);
    expect(patienceCaution(epochs, { patienceFraction: 0.1, totalSteps: 8000 })).toBeNull();
    expect(patienceCaution(epochs, { patience: 899 })).toBeNull();
    expect(patienceCaution(epochs, { patience: 900 })).toMatch(/about an epoch \(1000\)/);
    expect(patienceCaution(epochs, { patienceFraction: 0.12, totalSteps: 8000 })).toMatch(/960 iterations/);
    expect(modelCautions({ ...model, epochLength: steps }).join()).toMatch(/first epoch/);
    const [trace] = model.traces;
    const lower = { ...trace!, losses: trace!.losses.map((loss) => loss - 3) };
    expect(modelCautions({ ...model, traces: [lower] }).join()).toMatch(/losses at or below 0/);
  });

  test('that no run tells what a cut does', () => {
    expect(modelCautions(fitLossModel([log('constant', 3)])).join()).toMatch(/what a cut of the rate does/);
  });
});
