import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MultiPowerLaw, TissueLaw } from '../../src/lossModel/annealingLaws.js';
import { runningLaw } from '../../src/lossModel/closedLoop.js';
import type { Law } from '../../src/lossModel/lossModel.js';
import { type ModelTrace, modelTrace } from '../../src/lossModel/modelTrace.js';
import { predictLaw } from '../../src/lossModel/predict.js';
import type { SpectralLaw } from '../../src/lossModel/spectralLaw.js';
import { baseRate, known, lossesOf, quiet, remembering, scheduleOf } from './runs.js';

const tissue: TissueLaw = {
  law: 'tissue',
  limit: 2,
  power: { amplitude: 3, exponent: 0.5, scale: 5 },
  annealing: 0.8,
  retention: 0.97,
};
const multiPower: MultiPowerLaw = {
  law: 'multi-power',
  limit: 2,
  power: { amplitude: 3, exponent: 0.5, scale: 5 },
  annealing: 4,
  speed: 2,
  rateExponent: 0.5,
  saturation: 0.7,
};
const rich: SpectralLaw = {
  ...remembering,
  decays: [{ amplitude: 0.4, rate: 0.5 }],
  delayed: [{ amplitude: 0.7, rate: 0.1 }],
};

/** The expected loss before update t, straight from the formulas in the docstrings, in O(t). */
function byDefinition(law: Law, rates: readonly number[], t: number, epochLength: number | null): number {
  const past = rates.slice(0, t);
  const time = past.reduce((sum, rate) => sum + rate, 0);
  let loss = law.limit;
  if (law.power) loss += law.power.amplitude * (1 + time / law.power.scale) ** -law.power.exponent;
  if (law.law === 'spectral') {
    for (const { amplitude, rate } of law.decays) loss += amplitude * Math.exp(-rate * time);
    for (const { amplitude, rate } of law.delayed)
      loss += amplitude * (1 + rate * time) * Math.exp(-rate * time);
    for (const { amplitude, rate } of law.floor) {
      let n = (rates[0]! / baseRate) ** law.floorPower;
      for (const eta of past) n += (1 - Math.exp(-rate * eta)) * ((eta / baseRate) ** law.floorPower - n);
      loss += amplitude * n;
    }
    for (const { amplitude, rate } of law.memory) {
      let [memory, current] = [0, 0];
      past.forEach((eta, i) => {
        const kept = Math.exp(-rate * eta);
        memory *= kept;
        current = current * kept + (eta / baseRate) ** law.memoryPower / epochLength!;
        if ((i + 1) % epochLength! === 0) [memory, current] = [memory + current, 0];
      });
      loss -= amplitude * memory;
    }
    return loss;
  }
  if (law.law === 'tissue') {
    let s2 = 0;
    for (let i = 1; i < t; i++)
      for (let k = 1; k <= i; k++) s2 += (rates[k - 1]! - rates[k]!) * law.retention ** (i - k);
    return loss - law.annealing * s2;
  }
  for (let k = 1; k < t; k++) {
    const since = past.slice(k).reduce((sum, rate) => sum + rate, 0);
    const speed = law.speed * (rates[k]! / baseRate) ** -law.rateExponent;
    loss -= law.annealing * (rates[k - 1]! - rates[k]!) * (1 - (1 + speed * since) ** -law.saturation);
  }
  return loss;
}

/** Rates that stay for some iterations and then jump. */
const jumping = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) =>
    pieces.flatMap(([level, length]) => new Array<number>(length).fill((baseRate * level) / 20)),
  );

const laws = [
  ['spectral', known, null],
  ['spectral with memory', rich, 17],
  ['tissue', tissue, null],
  ['multi-power', multiPower, null],
] as const;

describe.each(laws)('%s law', (_, law, epochLength) => {
  const course = { baseRate, epochLength, offset: 0 };

  test('in a closed loop it is its definition', () => {
    let jumps = 0;
    fc.assert(
      fc.property(jumping, (rates) => {
        const running = runningLaw(law, course, rates[0]!);
        const one = new Float64Array(1);
        rates.forEach((rate, t) => {
          running.run(rate, one);
          expect(one[0]).toBeCloseTo(byDefinition(law, rates, t, epochLength), 10);
          if (t > 0 && rate !== rates[t - 1]) jumps++;
        });
      }),
      { numRuns: 30, seed: 1 },
    );
    expect(jumps).toBeGreaterThan(30);
  });

  test('many iterations at once are the same as one by one', () => {
    fc.assert(
      fc.property(jumping, fc.integer({ min: 1, max: 30 }), (rates, size) => {
        const [whole, single] = [runningLaw(law, course, rates[0]!), runningLaw(law, course, rates[0]!)];
        for (const rate of new Set(rates)) {
          const together = new Float64Array(size);
          whole.run(rate, together);
          for (const loss of together) {
            const one = new Float64Array(1);
            single.run(rate, one);
            expect(one[0]).toBeCloseTo(loss, 12);
          }
        }
      }),
      { numRuns: 30, seed: 2 },
    );
  });

  test('a copy goes its own way, and one goes back to it', () => {
    const running = runningLaw(law, course, baseRate);
    running.pass(baseRate, 20);
    running.pass(baseRate / 2, 5);
    const copy = running.copy();
    const [first, again, other] = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
    running.run(baseRate / 4, first);
    copy.copy().run(baseRate / 4, other);
    running.become(copy);
    running.run(baseRate / 4, again);
    expect([...again]).toEqual([...first]);
    expect([...other]).toEqual([...first]);
  });

  test('at records of a log it is what it is at their iterations', () => {
    fc.assert(
      fc.property(jumping, (pieces) => {
        // Long enough for a run, every rate of it a record apart from the last.
        const rates = [...pieces, ...pieces, ...new Array<number>(40).fill(baseRate / 3)];
        const trace = sampled(rates);
        const expected = predictLaw(law, trace, { baseRate, epochLength });
        // The loss of an iteration is that before its own update, as in a simulation.
        for (let t = 0; t + 1 < rates.length; t += 7)
          expect(expected[t]).toBeCloseTo(byDefinition(law, rates, t, epochLength), 8);
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});

test('fit and simulation agree on a log with a record at every iteration, and at every seventh', () => {
  const epochLength = 500;
  const { losses, rates } = lossesOf(rich, scheduleOf('stairs'), quiet, { epochLength });
  const every = sampled([...rates]);
  const expected = predictLaw(rich, every, { baseRate, epochLength });
  for (let t = 0; t < losses.length; t += 13) expect(expected[t]).toBeCloseTo(losses[t]!, 8);
  const kept = [...losses.keys()].filter((t) => t % 7 === 6);
  const seventh = {
    ...every,
    steps: Float64Array.from(kept, (t) => t + 1),
    losses: Float64Array.from(kept, (t) => losses[t]!),
    rates: Float64Array.from(kept, (t) => rates[t]!),
  };
  const rough = predictLaw(rich, seventh, { baseRate, epochLength });
  const firstCut = rates.findIndex((rate) => rate !== rates[0]);
  kept.forEach((t, i) => {
    if (t < firstCut) expect(rough[i]).toBeCloseTo(losses[t]!, 8);
  });
});

/** A log with a record at every iteration; its rates are taken as they are, small changes included. */
function sampled(rates: readonly number[]): ModelTrace {
  const trace = modelTrace(
    {
      steps: Float64Array.from(rates, (_, i) => i + 1),
      losses: new Float64Array(rates.length).fill(1),
      learningRates: new Float64Array(rates.length).fill(1),
      plannedSteps: null,
      run: null,
    },
    'sampled',
    'sampled',
  );
  return { ...trace, rates: Float64Array.from(rates) };
}
