import { uniform } from '@fastface/core/testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { kinds } from '../../../../scripts/bench/readers/kinds.js';
import { NumberList } from '../../src/read/numberList.js';
import { readTrace } from '../../src/read/readTrace.js';
import { decimal } from '../../src/read/shapes/decimal.js';
import { spelledNumber } from '../../src/read/shapes/numberSlots.js';
import { ShapedLines } from '../../src/read/shapes/shapedLines.js';
import { ShapedRows } from '../../src/read/shapes/shapedRows.js';
import { moreSamples } from './moreSamples.js';
import { placesAndNames } from './placesAndNames.js';
import { traceOf } from './readText.js';
import { samples } from './samples.js';

const isLong = process.env.FASTFACE_LONG === '1';
const timeout = isLong ? 3_600_000 : 30_000;
const utf8 = new TextEncoder();

/** The lines of a log over and over, their digits changed: mostly to as many others, sometimes to more or fewer. */
function varied(text: string, times: number, random: () => number): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(10 * random()) % 10).join('');
  const lines = text.replaceAll('\b\b', '\b').split(/(?<=[\n\r\b])/);
  let made = '';
  for (let i = 0; i < times * lines.length; i++) {
    const line = random() < 0.1 ? lines[Math.floor(random() * lines.length)]! : lines[i % lines.length]!;
    if (random() < 0.02) made += line.slice(0, Math.floor(random() * line.length));
    // Digits of names make another name of it.
    else if (i < lines.length) made += line;
    else
      made += line.replace(/(?<![A-Za-z_#][\w./@-]{0,40})\d+/g, (run) =>
        random() < 0.7 ? digits(run.length) : random() < 0.1 ? 'nan' : digits(1 + Math.floor(6 * random())),
      );
  }
  return made;
}

/** A log as it is read, and as it is read where no line is known. */
async function readBoth(bytes: Uint8Array, format: string) {
  const spies = [vi.spyOn(ShapedLines.prototype, 'takeBytes'), vi.spyOn(ShapedRows.prototype, 'takeBytes')];
  try {
    const fast = await readTrace('made.log', [bytes], { format });
    const taken = spies.flatMap(({ mock }) => mock.results).filter(({ value }) => value > 0).length;
    for (const spy of spies) spy.mockReturnValue(0);
    return { fast, taken, general: await readTrace('made.log', [bytes], { format }) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const logs: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries({ ...samples, ...moreSamples, ...placesAndNames }).map(([name, { text }]) => [name, text]),
  ),
  ...Object.fromEntries(
    Object.entries(kinds).map(([name, { header = '', record }]) => [
      `bench: ${name}`,
      header + [1, 2, 3].map((i) => record(i, `${9 - i}.125`)).join(''),
    ]),
  ),
  'colours and names with digits':
    '\u001b[32mstep 10\u001b[0m loss_1: 2.5 loss_2: 3.5 lr/pg0 0.1\n\u001b[32mstep 20\u001b[0m loss_1: 2.25 loss_2: 3.25 lr/pg0 0.1\n',
  'JSON with strings and nesting':
    '{"time": "2024-01-05T16:09:47.5", "mode": "train", "step": 10, "m": {"loss": 2.5, "n": [1, 2]}, "lr": "1e-4"}\n{"time": "2024-01-05T16:09:48.5", "mode": "val", "step": 10, "m": {"loss": 9.5, "n": [1, 2]}, "lr": "1e-4"}\n',
  'semicolons and commas': 'step;loss;lr\n10;2,5;0,1\n20;2,25;0,1\n30;2,125;0,1\n',
};

describe('lines of a known shape', () => {
  let lines = 0;
  let taken = 0;
  for (const [name, text] of Object.entries(logs)) {
    it(`${name}: read from their bytes, they say what they say as text`, { timeout }, async () => {
      const { format } = await traceOf(text);
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const made = varied(text, 40, uniform(seed));
          const both = await readBoth(utf8.encode(made), format);
          expect(both.fast).toEqual(both.general);
          lines += made.split(/[\n\r\b]+/).length;
          taken += both.taken;
        }),
        { numRuns: isLong ? 300 : 2 },
      );
    });
  }

  it.each([
    [
      'the exponent of a step',
      (i: number) => `loss=${9 - i}.5, global_step=${i % 2 ? '6e+2' : '1e+4'}, lr=0.5\n`,
    ],
    ['two digits of it', (i: number) => `loss=${9 - i}.5, global_step=1e+${i % 2 ? '04' : '12'}, lr=0.5\n`],
    ['the place in a variable', (i: number) => `step ${i}: loss/a:${i % 2}, lr: 0.5, loss ${9 - i}.5\n`],
  ])('mean the same whatever their digits are: %s', async (_, line) => {
    const text = Array.from({ length: 9 }, (_, i) => line(i)).join('');
    const both = await readBoth(utf8.encode(text), 'key-value');
    expect(both.taken).toBeGreaterThan(2);
    expect(both.fast).toEqual(both.general);
  });

  it('are most lines', () => {
    expect(taken / lines).toBeGreaterThan(0.2);
  });
});

describe('decimal', () => {
  const digits = fc
    .integer({ min: 0, max: 25 })
    .chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));
  const spelled = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits,
      fc.option(digits),
      fc.option(fc.integer({ min: -340, max: 340 })),
    )
    .map(([sign, whole, part, exponent]) => {
      const body = whole + (part === null ? '' : `.${part}`);
      return sign + (/\d/.test(body) ? body : '0') + (exponent === null ? '' : `e${exponent}`);
    });
  const of = (text: string) => decimal(utf8.encode(`<${text}>`), 1, text.length + 1);

  it('reads as Number does, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          spelled,
          fc.double().filter(Number.isFinite).map(String),
          fc.float({ noNaN: true }).filter(Number.isFinite).map(String),
        ),
        (text) => {
          expect(of(text)).toBe(Number(text));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('passes over the commas of thousands', () => {
    expect(of('1,234,567')).toBe(1_234_567);
  });
});

describe('a column', () => {
  it('gives back what was put in', () => {
    const number = fc.oneof(fc.constantFrom(NaN, 0, -0, Infinity, 1, 10), fc.double(), fc.integer());
    const stretch = fc
      .tuple(number, fc.constantFrom(0, 1, 10, 0.5), fc.integer({ min: 1, max: 90 }))
      .map(([first, stride, count]) => Array.from({ length: count }, (_, i) => first + i * stride));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 4 }), fc.nat(), number, (stretches, place, other) => {
        const numbers = stretches.flat();
        const column = new NumberList();
        for (const value of numbers) column.push(value);
        if (numbers.length > 0) {
          numbers[place % numbers.length] = other;
          column.set(place % numbers.length, other);
        }
        expect([...column.take(0, Infinity)]).toEqual(numbers);
        expect(numbers.map((_, i) => column.at(i))).toEqual(numbers);
        const from = place % (numbers.length + 1);
        expect([...column.take(from, from + 5)]).toEqual(numbers.slice(from, from + 5));
      }),
    );
  });

  it('knows another one of the same stretch', () => {
    const of = (...numbers: number[]) => {
      const column = new NumberList();
      for (const value of numbers) column.push(value);
      return column;
    };
    expect(of(1, 3, 5).isSameStretch(of(1, 3, 5))).toBe(true);
    for (const other of [of(1, 3), of(2, 4, 6), of(1, 2, 3), of(1, 3, 6)])
      expect(of(1, 3, 5).isSameStretch(other)).toBe(false);
  });

  it('seeks among increasing numbers', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 30 }), fc.nat(60), (some, wanted) => {
        const sorted = some.sort((a, b) => a - b);
        const column = new NumberList();
        for (const value of sorted) column.push(value);
        const at = sorted.findIndex((value) => value >= wanted);
        expect(column.seek(wanted, 0)).toBe(at < 0 ? sorted.length : at);
      }),
    );
  });
});

it('numbers in thousands, millions and billions', () => {
  expect([spelledNumber('1.5', 'K'), spelledNumber('1.5', 'M'), spelledNumber('1.5', 'B')]).toEqual([
    1.5e3, 1.5e6, 1.5e9,
  ]);
});
