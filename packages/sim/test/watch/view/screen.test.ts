import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Course } from '../../../src/watch/course.js';
import { screen } from '../../../src/watch/view/screen.js';
import { styleOf } from '../../../src/watch/view/style.js';
import type { ViewState } from '../../../src/watch/view/viewState.js';

const plain = styleOf(false);
const colored = styleOf(true);

function stateOf(records: number, rest: Partial<ViewState> = {}): ViewState {
  const course = new Course();
  const lossAt = (i: number) => 2 + 3 * Math.exp(-i / 600) + 0.2 * Math.sin(i * i);
  for (let i = 1; i <= records; i++) course.add({ step: 10 * i, loss: lossAt(i), learningRate: Number.NaN });
  return {
    file: 'runs/training.log',
    log: { format: 'json-lines', lossName: 'train/loss' },
    run: {
      event: 'run',
      run: 2,
      step: 1,
      stride: 10,
      scheduler: 'fastface-auto',
      learningRate: 0.1,
      totalSteps: 40_000,
      options: {},
      notes: [],
    },
    lastStep: 40_000,
    course: course.stretches(),
    latest: { step: 10 * records, loss: lossAt(records) },
    lowest: { step: 8200, loss: 1.8765 },
    trends: Array.from({ length: 100 }, (_, i) => ({
      step: (10 * records * (i + 1)) / 100,
      trend: 1e-3 * Math.exp(-i / 20),
      threshold: 1e-5,
    })),
    rate: {
      step: 10 * records,
      iteration: 10 * records,
      learningRate: 0.05,
      scale: 0.5,
      decision: 'hold',
      reason: 'hold',
      verdict: 'flat',
    },
    verdict: {
      verdict: 'flat',
      since: 12_000,
      confidence: 0.9972,
      reason: 'it moves 1.1 % of the fall so far',
    },
    forecast: {
      at: 40_000,
      now: 2.01,
      stays: { loss: 1.98, low: 1.95, high: 2.01 },
      toZero: { loss: 1.9, low: 1.85, high: 1.95 },
      reason: null,
    },
    speed: 3.21,
    trouble: null,
    events: Array.from({ length: 20 }, (_, i) => `08:${10 + i}:00  something was told, number ${i}`),
    ...rest,
  };
}

describe('the screen', () => {
  test('of 80 × 24', () => expect(screen(stateOf(2000), 80, 24, plain)).toMatchSnapshot());
  test('of 200 × 60', () => expect(screen(stateOf(2000), 200, 60, plain)).toMatchSnapshot());
  test('before anything is known', () => {
    const nothing = {
      log: null,
      run: null,
      lastStep: null,
      course: [],
      latest: null,
      lowest: null,
      trends: [],
    };
    const empty = { rate: null, verdict: null, forecast: null, speed: null, events: [] };
    expect(screen(stateOf(1, { ...nothing, ...empty }), 80, 24, plain)).toMatchSnapshot();
  });

  test('has exactly its rows, none longer than its columns, with and without colours, whatever its size', () => {
    const states = [
      stateOf(2000),
      stateOf(3, { forecast: null, file: `/a/very/long/${'path/'.repeat(60)}log` }),
      stateOf(900, { trouble: 'the log is gone: waiting for it', lastStep: null }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.integer({ min: 1, max: 260 }),
        fc.integer({ min: 1, max: 90 }),
        fc.boolean(),
        (state, columns, rows, isColor) => {
          const lines = screen(state, columns, rows, isColor ? colored : plain).split('\n');
          expect(lines.length).toBe(rows);
          for (const line of lines)
            expect(stripVTControlCharacters(line).length).toBeLessThanOrEqual(columns);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('has no escape sequence where nothing may be coloured, and no control character of the log', () => {
    const hostile = stateOf(2000, {
      file: 'a\u001b[31mb\n.log',
      log: { format: 'csv', lossName: 'loss\u001b]0;title\u0007' },
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(screen(hostile, 80, 24, plain)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  test('shows what the loss does: a fall goes from the upper left to the lower right', () => {
    const rows = screen(stateOf(2000, { forecast: null, lastStep: null }), 80, 24, plain)
      .split('\n')
      .filter((line) => /[\u2801-\u28ff]/.test(line))
      .map((line) => line.search(/[\u2801-\u28ff]/));
    expect(rows.length).toBeGreaterThan(4);
    expect(rows[0]).toBeLessThan(13);
    expect(rows.toSorted((a, b) => a - b)).toEqual(rows);
  });
});
