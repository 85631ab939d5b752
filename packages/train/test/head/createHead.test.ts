import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { marginLoss } from '../../src/head/marginLoss.js';
import { sampleClasses } from '../../src/head/sampleClasses.js';
import { combinedMargin, createHead, type Margin, useBackend } from '../../src/index.js';
import { uniformSource } from '../uniformSource.js';

beforeAll(async () => {
  await useBackend('wasm');
});

/** Of a batch of one. */
const ownColumn = (column: number) => tf.tensor2d([[0, column]], [1, 2], 'int32');

/** The loss in double precision, written from the formula: −log softmax of the own class. */
function lossOf(cosines: readonly number[], own: number, margin: Margin, scale: number): number {
  const logits = cosines.map((cosine, column) => {
    if (column !== own) return scale * cosine;
    if (margin.kind === 'cosface') return scale * (cosine - margin.cosine);
    return scale * Math.cos(Math.acos(cosine) + margin.angle);
  });
  const largest = Math.max(...logits);
  return largest - logits[own]! + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

const margins: fc.Arbitrary<Margin> = fc.oneof(
  fc.record({ kind: fc.constant('arcface' as const), angle: fc.double({ min: 0, max: 0.8, noNaN: true }) }),
  fc.record({ kind: fc.constant('cosface' as const), cosine: fc.double({ min: 0, max: 0.8, noNaN: true }) }),
);

test('law: the exact gradient is the slope of the loss (finite differences in double precision)', () => {
  let steep = 0;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.95, max: 0.95, noNaN: true }), { minLength: 2, maxLength: 8 }),
      fc.nat(7),
      margins,
      fc.constantFrom(1, 16, 64),
      (values, column, margin, scale) => {
        const cosines = values.map(Math.fround);
        const own = column % cosines.length;
        const { loss, gradient } = tf.tidy(() => {
          const result = marginLoss(tf.tensor2d([cosines]), ownColumn(own), {
            margin,
            scale,
            gradient: 'exact',
            interclassFilter: 0,
          });
          return { loss: result.loss.dataSync()[0]!, gradient: result.gradient.dataSync() };
        });
        const expected = lossOf(cosines, own, margin, scale);
        expect(Math.abs(loss - Math.min(expected, -Math.log(1e-30)))).toBeLessThan(1e-4 * (1 + expected));
        const step = 1e-5;
        cosines.forEach((_, index) => {
          const moved = (by: number) => cosines.map((cosine, at) => (at === index ? cosine + by : cosine));
          const slope =
            (lossOf(moved(step), own, margin, scale) - lossOf(moved(-step), own, margin, scale)) / (2 * step);
          expect(Math.abs(gradient[index]! - slope)).toBeLessThan(2e-3 * scale);
          if (Math.abs(slope) > 0.1 * scale) steep++;
        });
      },
    ),
    { numRuns: 300 },
  );
  expect(steep).toBeGreaterThan(100);
});

test('the straight-through gradient is that of the softmax alone', () => {
  const options = { margin: { kind: 'arcface', angle: 0.5 } as const, scale: 8, interclassFilter: 0 };
  const gradientOf = (gradient: 'reference' | 'exact') =>
    marginLoss(tf.tensor2d([[0.6, 0.1]]), ownColumn(0), { ...options, gradient }).gradient.dataSync();
  const moved = Math.cos(Math.acos(0.6) + 0.5);
  const own = 1 / (1 + Math.exp(8 * (0.1 - moved)));
  expect(gradientOf('reference')[0]).toBeCloseTo(8 * (own - 1), 4);
  expect(gradientOf('exact')[0]).toBeCloseTo((8 * (own - 1) * Math.sin(Math.acos(0.6) + 0.5)) / 0.8, 4);
  expect(gradientOf('exact')[1]).toBeCloseTo(gradientOf('reference')[1]!, 6);
});

test('at an angle of 0 loss and gradient are finite', () => {
  for (const gradient of ['reference', 'exact'] as const) {
    const result = marginLoss(tf.tensor2d([[1, -1, 1 + 1e-6]]), ownColumn(0), {
      margin: { kind: 'arcface', angle: 0.5 },
      scale: 64,
      gradient,
      interclassFilter: 0,
    });
    expect([...result.loss.dataSync(), ...result.gradient.dataSync()].every(Number.isFinite)).toBe(true);
  }
});

test("the reference's choice of a margin from three numbers", () => {
  expect(combinedMargin([1, 0.5, 0])).toEqual({ kind: 'arcface', angle: 0.5 });
  expect(combinedMargin([1, 0, 0.4])).toEqual({ kind: 'cosface', cosine: 0.4 });
  expect(combinedMargin([1.35, 0.5, 0.35])).toEqual({ kind: 'cosface', cosine: 0.35 });
  expect(() => combinedMargin([1.35, 0.5, 0])).toThrow(RangeError);
});

test('law: a sample has the labels, no class twice, as many as asked for, ascending (Partial FC)', () => {
  let crowded = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 60 }),
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.nat(),
      (classes, drawn, rate, seed) => {
        const labels = drawn.map((value) => value % classes);
        const sample = sampleClasses(labels, classes, rate, uniformSource(seed));
        const positives = new Set(labels).size;
        expect(sample.length).toBe(Math.max(Math.floor(rate * classes), positives));
        expect(labels.every((label) => sample.includes(label))).toBe(true);
        expect(sample.every((value, index) => index === 0 || value > sample[index - 1]!)).toBe(true);
        expect(sample[0]!).toBeGreaterThanOrEqual(0);
        expect(sample.at(-1)!).toBeLessThan(classes);
        if (positives > rate * classes) crowded++;
      },
    ),
  );
  expect(crowded).toBeGreaterThan(5);
});

test('every other class is drawn equally often', () => {
  const random = uniformSource(11);
  const counts = new Array<number>(20).fill(0);
  for (let round = 0; round < 3000; round++)
    for (const value of sampleClasses([4, 9, 9], 20, 0.3, random)) counts[value]!++;
  expect([counts[4], counts[9]]).toEqual([3000, 3000]);
  const others = counts.filter((_, value) => value !== 4 && value !== 9);
  // 4 of 18: 667 each, with a standard deviation of 23.
  expect(Math.max(...others.map((count) => Math.abs(count - 3000 * (4 / 18))))).toBeLessThan(5 * 23);
});

test('with a sample only its own rows have a gradient, and the loss is smaller: fewer classes to be told from', () => {
  const make = (sampleRate: number) =>
    createHead({
      classes: 40,
      embeddingSize: 8,
      margin: { kind: 'cosface', cosine: 0.35 },
      random: uniformSource(5),
      sampleRate,
    });
  const embeddings = tf.variable(tf.randomNormal([6, 8], 0, 1, 'float32', 3));
  const labels = [3, 39, 0, 3, 17, 20];
  const run = (head: ReturnType<typeof make>) => {
    const { value, grads } = tf.variableGrads(() =>
      head.loss(embeddings as tf.Tensor as tf.Tensor2D, head.targets(labels)),
    );
    return [value, grads[embeddings.name]!, grads[head.parameters[0]!.variable.name]!].map((tensor) =>
      tensor.dataSync(),
    ) as [Float32Array, Float32Array, Float32Array];
  };
  const full = run(make(1));
  const part = run(make(0.25));
  const rows = (gradient: Float32Array) =>
    Array.from({ length: 40 }, (_, row) => gradient.slice(8 * row, 8 * row + 8).some((value) => value !== 0));
  expect(rows(full[2]).filter(Boolean).length).toBe(40);
  const seen = rows(part[2]);
  expect(seen.filter(Boolean).length).toBe(10);
  expect(labels.every((label) => seen[label])).toBe(true);
  expect(part[0][0]).toBeLessThan(full[0][0]!);
});

test('labels and options that are not possible are said in one line', () => {
  const options = {
    classes: 3,
    embeddingSize: 4,
    margin: { kind: 'cosface', cosine: 0.35 } as const,
    random: uniformSource(1),
  };
  const head = createHead(options);
  expect(() => head.targets([3])).toThrow('invalid label: 3 (expected 0 … 2)');
  expect(() => head.targets([-1])).toThrow(RangeError);
  expect(() => createHead({ ...options, classes: 1 })).toThrow('invalid classes: 1');
  expect(() => createHead({ ...options, sampleRate: 0 })).toThrow('invalid sampleRate: 0');
});
