import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/read/readFile.js';

interface Expected {
  readonly original: string;
  readonly loss: string;
  readonly steps: readonly number[];
  readonly losses: readonly (number | 'NaN')[];
  readonly rates: readonly number[] | null;
}

const place = (name: string) => fileURLToPath(new URL(`vectors/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(place('expected.json'), 'utf8')) as Record<string, Expected>;

/** The original writers themselves ran: vectors/make.py, with the versions in expected.json. */
describe('binary logs of the original writers', () => {
  it.each(Object.entries(expected))('%s', async (name, { loss, steps, losses, rates }) => {
    const result = await readFile(place(name));
    if (!result.ok) throw new Error(result.problem.message);
    const { lossName, segments } = result.value;
    expect(lossName).toBe(loss);
    expect(segments.length).toBe(1);
    const [segment] = segments;
    expect([...segment!.steps]).toEqual(steps);
    expect([...segment!.losses]).toEqual(losses.map(Number));
    expect(segment!.learningRates && [...segment!.learningRates]).toEqual(rates);
  });
});
