import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../../src/read/bytes.js';
import { readTrace } from '../../src/read/readTrace.js';
import { readers } from '../../src/read/registry.js';
import type { Segment, Trace } from '../../src/trace.js';
import { writers } from '../../src/write/writers.js';
import { samples } from './samples.js';

/** 10,000 cases of every format and kind of damage instead of a few. */
const isLong = process.env.FASTFACE_LONG === '1';
const numRuns = isLong ? 10_000 : 40;
const timeout = isLong ? 3_600_000 : 60_000;

const utf8 = new TextEncoder();
const text = new TextDecoder();
const insightface = (step: number) =>
  `Training: 2024-01-05 16:09:47,747-Speed 744.40 samples/sec   Loss ${40 - step / 100}   LearningRate 0.020000   Epoch: 0   Global Step: ${step}   Fp16 Grad Scale: 16384   Required: 42 hours\n`;

const logs: Record<string, Uint8Array> = {
  insightface: utf8.encode([120, 130, 140, 150].map(insightface).join('')),
  ...Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, utf8.encode(sample.text)])),
  json: utf8.encode(
    '{"log_history": [{"step": 10, "loss": 2.5, "learning_rate": 0.1}, {"step": 20, "loss": 2.25}], "max_steps": 40}',
  ),
  'Keras history': utf8.encode('{"loss": [0.5, 0.25, 0.125], "val_loss": [9, 9, 9]}'),
  'W&B chart': utf8.encode(
    '"Step","a - train/loss","b - train/loss"\n"0","2.5","3.5"\n"1","2.25",""\n"2","2.125","3"\n',
  ),
  mlflow: utf8.encode('1779643389487 2.5 0\n1779643389488 2.25 1\n1779643389489 2.125 2\n'),
};

beforeAll(async () => {
  const steps = Float64Array.from({ length: 12 }, (_, i) => 10 * i);
  const segment: Segment = {
    steps,
    losses: steps.map((step) => 5 / (1 + step)),
    learningRates: steps.map(() => 0.1),
    plannedSteps: null,
    run: null,
  };
  for (const writer of writers) {
    const pieces: Uint8Array[] = [];
    for await (const piece of writer.write(segment)) pieces.push(piece);
    logs[writer.format] = concat(pieces);
  }
});

const names = [...Object.keys(logs), ...writers.map(({ format }) => format)];

/** What was read, or null; anything thrown fails the test. */
async function read(bytes: Uint8Array, format?: string): Promise<Trace | null> {
  const result = await readTrace('damaged', [bytes], format === undefined ? {} : { format });
  if (result.ok) return result.value;
  expect(result.problem.message).not.toBe('');
  expect(result.problem.advice).not.toBe('');
  return null;
}

const pointsOf = (trace: Trace | null, run?: string | null) =>
  (trace?.segments ?? [])
    .filter((segment) => run === undefined || segment.run === run)
    .flatMap(({ steps, losses }) => Array.from(steps, (step, i) => [step, losses[i]!] as const));

/**
 * How many records there can be at most: as many as there are lines, or cells, with a number. Of two lines whose break is
 * gone, both losses may be read, each behind its name.
 */
function mostPoints(bytes: Uint8Array, format: string): number {
  if (format === 'parquet' || format === 'tensorboard') return 12;
  const isCells = format === 'json' || format === 'csv';
  const separator = isCells ? /[\r\n\b,;\t|[\]{}:"]+/ : /[\r\n\b]+|(?=Loss: )/;
  return text
    .decode(bytes)
    .split(separator)
    .filter((part) => /\d|nan|inf/i.test(part)).length;
}

function expectSane(trace: Trace | null, bytes: Uint8Array): void {
  if (!trace) return;
  expect(pointsOf(trace).length).toBeLessThanOrEqual(mostPoints(bytes, trace.format));
  for (const { steps, losses, learningRates } of trace.segments) {
    expect(losses.length).toBe(steps.length);
    expect(learningRates === null || learningRates.length === steps.length).toBe(true);
    expect(steps.every((step, i) => Number.isFinite(step) && (i === 0 || step > steps[i - 1]!))).toBe(true);
  }
}

describe('damaged logs', () => {
  for (const name of names) {
    it(`${name}, cut short anywhere, has a first part of the records`, { timeout }, async () => {
      const whole = logs[name]!;
      const trace = await read(whole);
      expect(pointsOf(trace).length).toBeGreaterThan(1);
      let shortened = 0;
      for (let length = 0; length < whole.length; length++) {
        const cut = await read(whole.subarray(0, length));
        expectSane(cut, whole.subarray(0, length));
        // With its first lines cut, a log may well look like one of another kind.
        if (cut?.format !== trace!.format || cut.lossName !== trace!.lossName) continue;
        shortened++;
        // The last record may be cut within its number.
        for (const run of new Set(cut.segments.map((segment) => segment.run))) {
          const points = pointsOf(cut, run);
          expect(points.slice(0, -1)).toEqual(pointsOf(trace, run).slice(0, Math.max(points.length - 1, 0)));
        }
      }
      expect(shortened === 0).toBe(name === 'json' || name === 'Keras history' || name === 'parquet');
    });

    it(`${name}, with bytes changed, invents nothing and never throws`, { timeout }, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(logs[name]!.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
          async (changes) => {
            const bytes = logs[name]!.slice();
            for (const [at, byte] of changes) bytes[at] = byte;
            expectSane(await read(bytes), bytes);
          },
        ),
        { numRuns },
      );
    });

    it(`${name}, with its lines shuffled, invents nothing and never throws`, { timeout }, async () => {
      const lines = text.decode(logs[name]).split('\n');
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(lines), async (some) => {
          const bytes = utf8.encode(some.join('\n'));
          expectSane(await read(bytes), bytes);
        }),
        { numRuns },
      );
    });
  }

  const words = fc.constantFrom(
    ...[
      'loss',
      'Loss ',
      'step',
      ' | ',
      ': ',
      ', ',
      '=',
      '\n',
      '\r',
      '{"',
      '}',
      '[',
      ']',
      '"',
      'nan',
      'lr',
      'val_',
      'iter ',
    ],
    ...[
      '0',
      '17',
      '-3.5e-2',
      '1/20',
      'Epoch',
      'iteration',
      'train',
      ' ',
      '\t',
      '\u0000',
      'é',
      'inf',
      'step:',
      'trl:',
    ],
  );
  for (const { format } of readers) {
    it(`${format} reads random words without throwing`, { timeout }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(words, { maxLength: 60 }), async (some) => {
          const bytes = utf8.encode(some.join(''));
          expectSane(await read(bytes, format), bytes);
        }),
        { numRuns },
      );
    });

    it(`${format} reads random bytes without throwing`, { timeout }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
          expectSane(await read(bytes, format), bytes);
        }),
        { numRuns },
      );
    });
  }
});

describe('hostile lines', () => {
  // What makes careless patterns go back and forth for minutes.
  const bricks = [
    'a',
    ' ',
    'a ',
    '1',
    'loss ',
    'loss:',
    '1/2 [=] loss: ',
    'epoch: 1|step: 1|',
    '"',
    '{"',
    '\\"',
    ',',
    '| ',
    '\t',
    'step 1 ',
    '[',
  ];
  for (const brick of bricks) {
    it(`of half a mebibyte of ${JSON.stringify(brick)} are read in seconds`, {
      timeout: 30_000,
    }, async () => {
      const line = brick.repeat(Math.ceil(2 ** 19 / brick.length));
      for (const { format } of readers) {
        const begin = performance.now();
        const bytes = utf8.encode(`step,loss\n${line}\nloss: 1 step: 1\n${line}`);
        expectSane(await read(bytes, format), bytes);
        expect(performance.now() - begin, format).toBeLessThan(5000);
      }
    });
  }
});
