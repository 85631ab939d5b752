import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Course } from '../../src/watch/course.js';

const record = (step: number, loss: number, learningRate = Number.NaN) => ({ step, loss, learningRate });

describe('the course of a run', () => {
  test('holds at most so many stretches, whose means, extremes, steps and rates are those of equal parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 500 }),
        (losses) => {
          const course = new Course(16);
          losses.forEach((loss, i) => {
            course.add(record(i + 1, loss, i));
          });
          const stretches = course.stretches();
          expect(stretches.length).toBeLessThanOrEqual(16);
          const size = stretches.length > 1 ? stretches[0]!.step : losses.length;
          stretches.forEach(({ step, low, mean, high, learningRate }, i) => {
            const part = losses.slice(i * size, (i + 1) * size);
            expect(step).toBe(Math.min((i + 1) * size, losses.length));
            expect(low).toBe(Math.min(...part));
            expect(high).toBe(Math.max(...part));
            expect(mean).toBeCloseTo(part.reduce((sum, loss) => sum + loss, 0) / part.length, 9);
            expect(learningRate).toBe(step - 1);
          });
        },
      ),
    );
  });

  test('begins anew where the step falls back; a step that comes twice counts once', () => {
    const course = new Course(16);
    for (let i = 1; i <= 100; i++) course.add(record(i, 5));
    course.add(record(100, 7));
    expect(course.stretches().every(({ high }) => high === 5)).toBe(true);
    for (let i = 10; i <= 100; i += 10) course.add(record(i, 1));
    expect(course.firstStep).toBe(1);
    expect(course.stretches().map(({ mean }) => mean)).toEqual(new Array(10).fill(1));
  });

  test('losses that are no number are left out of the means', () => {
    const course = new Course(4);
    [1, Number.NaN, 3, Number.NaN, Number.NaN, Number.NaN, 7, 8].forEach((loss, i) => {
      course.add(record(i + 1, loss));
    });
    expect(course.stretches().map(({ step, mean }) => [step, mean])).toEqual([
      [4, 2],
      [8, 7.5],
    ]);
  });
});
