import { fastfaceSteps } from '@fastface/core';
import { uniform } from '@fastface/core/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iterationsOf } from '../../src/iterations.js';
import { replay } from '../../src/replay.js';
import type { NumberedEvent } from '../../src/watch/event.js';
import type { WatchSettings } from '../../src/watch/liveRun.js';
import type { LiveRecord } from '../../src/watch/record.js';
import { Watcher, type WatcherState } from '../../src/watch/watcher.js';

const settings: WatchSettings = {
  scheduler: 'fastface-steps',
  set: [],
  learningRate: 0.1,
  totalSteps: 4000,
  beginsWith: 8,
};

/** A run that falls and stands still, with a record every `stride` iterations, some of them no number. */
function runOf(stride: number, seed: number, length = 4000): LiveRecord[] {
  const random = uniform(seed);
  return Array.from({ length: Math.floor(length / stride) }, (_, i) => {
    const step = stride * (i + 1);
    const loss = random() < 0.01 ? Number.NaN : 2 + 3 * Math.exp(-step / 300) + 0.3 * (random() - 0.5);
    return { step, loss, learningRate: Number.NaN };
  });
}

function eventsOf(records: readonly LiveRecord[], wanted = settings): NumberedEvent[] {
  const events: NumberedEvent[] = [];
  const watcher = new Watcher(wanted, (event) => events.push(event));
  for (const record of records) watcher.record(record);
  watcher.end();
  return events;
}

/** What is said where a run begins. */
const begin = (records: readonly LiveRecord[], wanted = settings) => eventsOf(records, wanted)[0];

const decisions = (events: readonly NumberedEvent[]) =>
  events.flatMap((event) => (event.event === 'decision' ? [event] : []));

describe('a watcher', () => {
  test('decides as a replay of the finished log does', () => {
    let decided = 0;
    fc.assert(
      fc.property(fc.constantFrom(1, 3, 10), fc.integer({ min: 1, max: 1000 }), (stride, seed) => {
        const records = runOf(stride, seed);
        const segment = {
          steps: Float64Array.from(records, ({ step }) => step),
          losses: Float64Array.from(records, ({ loss }) => loss),
          learningRates: null,
          plannedSteps: null,
          run: null,
        };
        const scheduler = fastfaceSteps({ learningRate: 0.1, totalSteps: 4000 });
        const { changes } = replay(scheduler, {}, iterationsOf(segment));
        const told = decisions(eventsOf(records));
        decided += told.length;
        expect(
          told.map(({ step, from, learningRate, reason }) => [step, from, learningRate, reason]),
        ).toEqual(changes.map(({ step, from, to, reason }) => [step, from, to, reason]));
      }),
      { numRuns: 30 },
    );
    expect(decided).toBeGreaterThan(30);
  });

  test('that is stopped and started again at any record tells what an uninterrupted one tells', () => {
    const records = [...runOf(1, 4, 2500), ...runOf(1, 5, 2500)];
    const whole = eventsOf(records);
    expect(whole.filter(({ event }) => event === 'run').length).toBe(2);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: records.length }), { maxLength: 6 }), (cuts) => {
        const events: NumberedEvent[] = [];
        let saved: WatcherState | null = null;
        const ends = [...cuts].sort((a, b) => a - b);
        let from = 0;
        for (const to of [...ends, records.length]) {
          const watcher: Watcher = new Watcher(settings, (event) => events.push(event), saved);
          for (const record of records.slice(from, to)) watcher.record(record);
          from = to;
          saved = JSON.parse(JSON.stringify(watcher.toJson()));
        }
        expect(events).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  test('begins anew where the step falls back', () => {
    const runs = eventsOf([...runOf(1, 1, 300), ...runOf(1, 2, 300)]).filter(({ event }) => event === 'run');
    expect(runs).toMatchObject([
      { run: 1, step: 1, stride: 1 },
      { run: 2, step: 1, stride: 1 },
    ]);
  });

  test('counts a step that is printed twice, by two processes say, once', () => {
    const records = runOf(1, 1);
    expect(eventsOf(records.flatMap((record) => [record, { ...record, loss: 9 }]))).toEqual(
      eventsOf(records),
    );
  });

  test('without the length of the run says what is missing, unless the scheduler does not need it', () => {
    const unknown = { ...settings, totalSteps: null };
    expect(begin(runOf(1, 1, 100), unknown)).toMatchObject({
      scheduler: null,
      notes: [expect.stringContaining('--total-steps')],
    });
    // The default ends the run by itself where nobody knows its length.
    const auto = eventsOf(runOf(1, 1, 12_000), { ...unknown, scheduler: 'fastface-auto' });
    expect(auto[0]).toMatchObject({ scheduler: 'fastface-auto', totalSteps: null });
    expect(decisions(auto).at(-1)).toMatchObject({ decision: 'finish', learningRate: 0 });
    const patient = { ...unknown, scheduler: 'fastface', set: ['patience=100'] };
    expect(begin(runOf(1, 1, 100), patient)).toMatchObject({ scheduler: 'fastface', notes: [] });
  });

  test('tells a rate that moves at every iteration at the start and every twentieth of the base rate', () => {
    const cosine = eventsOf(runOf(1, 1), { ...settings, scheduler: 'cosine' });
    const told = decisions(cosine);
    expect(told.length).toBeGreaterThan(15);
    expect(told.length).toBeLessThan(25);
    expect(told[0]!.step).toBe(1);
  });

  test('refuses steps that cannot be iterations', () => {
    const at = (step: number) => ({ step, loss: 1, learningRate: Number.NaN });
    const first = Array.from({ length: 9 }, (_, i) => at(i + 1));
    expect(() => eventsOf([...first, at(1.7e9)])).toThrow(/jumps from 9 to 1700000000/);
    expect(() => eventsOf([...first, at(9.5)])).toThrow(/no whole number/);
  });

  test('takes the largest rate of the first records as the base rate, unless it is told', () => {
    const records = runOf(1, 1, 100).map((record, i) => ({ ...record, learningRate: i < 3 ? 0.01 : 0.05 }));
    expect(begin(records, { ...settings, learningRate: null })).toMatchObject({ learningRate: 0.05 });
    expect(begin(records)).toMatchObject({ learningRate: 0.1 });
  });
});
