import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sweepWork } from '../../src/sweep/queue/job.js';
import { sha256Of, traceBytes, traceOf } from '../../src/sweep/queue/traceBytes.js';

const { readJob } = sweepWork;
const job = {
  trace: { key: 'fastface:sweep:00000000-0000-4000-8000-000000000000:0', sha256: '0'.repeat(64), records: 3 },
  scheduler: 'fastface',
  context: { learningRate: 0.1, totalSteps: 100 },
  configurations: [{ alpha: 0.1, mode: 'min', smooth: true, milestones: [1, 2] }],
};

describe('a job', () => {
  test('is read as it was sent', () => {
    expect(readJob(JSON.parse(JSON.stringify(job)))).toEqual(job);
  });

  test.each([
    ['no object', null, 'Object'],
    ['nothing', {}, 'trace'],
    ['something more', { ...job, file: '/etc/passwd' }, 'file'],
    [
      'a key of somebody else',
      { ...job, trace: { ...job.trace, key: 'bull:fastface-sweep:meta' } },
      'trace.key',
    ],
    ['a path as a hash', { ...job, trace: { ...job.trace, sha256: '../../x' } }, 'trace.sha256'],
    ['too many records', { ...job, trace: { ...job.trace, records: 2 ** 40 } }, 'trace.records'],
    ['an unknown scheduler', { ...job, scheduler: 'constructor' }, 'scheduler'],
    ['no rate', { ...job, context: { ...job.context, learningRate: 0 } }, 'context.learningRate'],
    ['no configurations', { ...job, configurations: [] }, 'configurations'],
    ['too many', { ...job, configurations: Array(513).fill({}) }, 'configurations'],
    ['an option that is an object', { ...job, configurations: [{ alpha: {} }] }, 'configurations.0.alpha'],
    ['an endless option', { ...job, configurations: [{ patience: 1e12 }] }, 'configurations.0.patience'],
    ['an endless text', { ...job, configurations: [{ mode: 'x'.repeat(101) }] }, 'configurations.0.mode'],
  ])('with %s is refused, naming the place', (_, data, place) => {
    expect(() => readJob(data)).toThrow(RangeError);
    expect(() => readJob(data)).toThrow(place);
  });

  test('of any JSON is refused or read, never anything else', () => {
    const noise = fc.oneof(
      fc.jsonValue(),
      fc.record({
        scheduler: fc.constant('fastface'),
        configurations: fc.jsonValue(),
        context: fc.jsonValue(),
      }),
      fc.jsonValue().map((configuration) => ({ ...job, configurations: [configuration] })),
    );
    fc.assert(
      fc.property(noise, (data) => {
        try {
          readJob(data);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test('does not reach the prototype of its options', () => {
    const data = JSON.parse(JSON.stringify(job).replace('"alpha"', '"__proto__":{"polluted":1},"alpha"'));
    try {
      readJob(data);
    } catch {
      // Refused is as good.
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('what comes back', () => {
  const outcome = {
    reductions: 1,
    reductionSteps: [5],
    lastReduction: 5,
    restarts: 0,
    restartSteps: [],
    finalLearningRate: 0.1,
    stationaryShare: 0.5,
  };
  const readOutcomes = (data: unknown, count: number) =>
    sweepWork.readResult(data, { ...readJob(job), configurations: Array(count).fill({}) });

  test('is read as it was sent', () => {
    expect(readOutcomes([outcome, outcome], 2)).toEqual([outcome, outcome]);
  });
  test.each([
    ['one too few', [outcome], 2],
    ['a text where a number should be', [{ ...outcome, finalLearningRate: '=cmd()' }], 1],
    ['steps that are no numbers', [{ ...outcome, reductionSteps: ['1,2\nx'] }], 1],
    ['a share above 1', [{ ...outcome, stationaryShare: 2 }], 1],
    ['nothing', undefined, 1],
  ])('with %s is refused', (_, data, count) => {
    expect(() => readOutcomes(data, count)).toThrow(RangeError);
  });
});

describe('a run as bytes', () => {
  const segment = { steps: Float64Array.of(10, 20, 30), losses: Float64Array.of(3, Number.NaN, -Infinity) };
  const bytes = traceBytes(segment);
  const sha256 = sha256Of(bytes);

  test('comes back as it was', () => {
    expect(traceOf(bytes, 3, sha256)).toMatchObject(segment);
  });
  test('of another length, another content or steps that fall back is refused', () => {
    expect(() => traceOf(bytes, 2, sha256)).toThrow('48 bytes instead of 32');
    expect(() => traceOf(bytes, 3, '0'.repeat(64))).toThrow('not what was promised');
    for (const steps of [
      [1, 1, 2],
      [3, 2, 1],
      [1, 1.5, 2],
      [1, Number.NaN, 2],
    ]) {
      const odd = traceBytes({ ...segment, steps: Float64Array.from(steps) });
      expect(() => traceOf(odd, 3, sha256Of(odd))).toThrow('do not increase');
    }
  });
});
