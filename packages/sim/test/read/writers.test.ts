import { describe, expect, it } from 'vitest';
import { concat } from '../../src/read/bytes.js';
import type { Segment } from '../../src/trace.js';
import { writers } from '../../src/write/writers.js';
import { traceOf } from './readText.js';

const run = (steps: number[], losses: number[], rates: number[] | null): Segment => ({
  steps: Float64Array.from(steps),
  losses: Float64Array.from(losses),
  learningRates: rates && Float64Array.from(rates),
  plannedSteps: null,
  run: null,
});

const long = Array.from({ length: 25_000 }, (_, i) => i);
const segments: Readonly<Record<string, Segment>> = {
  'a run with rates': run([20, 30, 50], [42.138812345678, NaN, 0.1], [0.02, 0.02, 1e-7]),
  'a run without rates': run([0, 1, 2], [3.5, Infinity, -Infinity], null),
  'a run with some rates': run([1, 2, 4_294_967_297], [3.5, 3.25, 3], [NaN, 0.1, 0.2]),
  'a single record': run([5], [1e-30], [1]),
  'a run in many pieces': run(
    long,
    long.map((i) => 10 / (i + 1)),
    long.map((i) => 0.1 - i * 1e-6),
  ),
};

describe('writers', () => {
  for (const writer of writers) {
    for (const [name, segment] of Object.entries(segments)) {
      it(`${writer.format}: ${name} is read again as it was`, async () => {
        const pieces: Uint8Array[] = [];
        for await (const piece of writer.write(segment)) pieces.push(piece);
        const trace = await traceOf(concat(pieces));
        expect(trace.format).toBe(writer.format);
        expect(trace.lossName).toBe('loss');
        // An event file holds 32-bit floats.
        const held = writer.format === 'tensorboard' ? Math.fround : (value: number) => value;
        expect(trace.segments.length).toBe(1);
        const [read] = trace.segments;
        expect(read!.steps).toEqual(segment.steps);
        expect(read!.losses).toEqual(segment.losses.map(held));
        expect(read!.learningRates).toEqual(segment.learningRates?.map(held) ?? null);
      });
    }
  }

  it('refuses fractions of a step in an event file', async () => {
    const events = writers.find(({ format }) => format === 'tensorboard')!;
    await expect(events.write(run([0.5], [1], null)).next()).rejects.toThrow('invalid step: 0.5');
  });
});
