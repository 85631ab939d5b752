import { changes, emaHaar, fastface, movingHaar } from '@fastface/core';
import { compareSchedulers } from '@fastface/core/testing';
import { describe, expect } from 'vitest';
import { iterationsOf } from '../../src/iterations.js';
import { recordedChanges } from '../../src/recordedChanges.js';
import { replay } from '../../src/replay.js';
import { readTraceFile, testWithTrace } from '../traces.js';

const log = 'fastface_WebFace4M_r100.log';

describe('the published ResNet100 run on WebFace4M', () => {
  testWithTrace('Moving Haar makes all 18 recorded changes, each within 12 iterations', log, async (path) => {
    const segment = (await readTraceFile(path)).segments[0]!;
    const recorded = recordedChanges(segment);
    expect(recorded).toHaveLength(18);
    const scheduler = movingHaar({ learningRate: 0.02, window: 2481, threshold: 0.06 });
    const replayed = replay(scheduler, {}, iterationsOf(segment)).changes;
    const late = replayed.map(({ step }, i) => step - recorded[i]!.step);
    console.log(`replayed minus recorded, iterations: ${late.join(' ')}`);
    expect(replayed).toHaveLength(18);
    replayed.forEach(({ to, from }, i) => {
      expect(Math.abs(late[i]!)).toBeLessThanOrEqual(12);
      // The log prints six decimals.
      expect(Math.abs(to - recorded[i]!.to)).toBeLessThan(6e-7);
      expect(to / from).toBe(recorded[i]!.to > recorded[i]!.from ? 4 : 0.5);
    });
  });

  testWithTrace(
    'fastface and ema-haar decide alike on the first 5,000 iterations, trends within 1e-12',
    log,
    async (path) => {
      const { losses } = iterationsOf((await readTraceFile(path)).segments[0]!);
      const first = Array.from(losses.subarray(0, 5000));
      // The published settings decide nothing so early; shorter memories do.
      for (const settings of [{}, { alpha: 0.01, beta: 0.01, threshold: 1e-2, patience: 50 }]) {
        const options = {
          learningRate: 0.02,
          ...('patience' in settings ? {} : { totalSteps: 165_435 }),
          ...settings,
        };
        const { firstDifference, trendError, decisions } = compareSchedulers(
          emaHaar(options),
          fastface(options),
          first,
        );
        console.log(`${decisions} decisions, trend error ${trendError.toExponential(1)} of the largest`);
        expect(firstDifference).toBeNull();
        expect(trendError).toBeLessThan(1e-12);
        if ('patience' in settings) expect(decisions).toBeGreaterThan(0);
      }
    },
  );

  testWithTrace(
    'fastface at the published settings reduces where the design measured it',
    log,
    async (path) => {
      const { losses } = iterationsOf((await readTraceFile(path)).segments[0]!);
      const found = changes(
        fastface({ learningRate: 0.02, totalSteps: 165_435, patienceFraction: 0.03 }),
        losses,
      );
      console.log(
        `fastface, patience 3 %: reductions at ${found.map(({ iteration }) => iteration + 1).join(', ')}`,
      );
      expect(found.length).toBeGreaterThan(0);
    },
  );
});
