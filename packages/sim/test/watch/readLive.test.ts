import { readFileSync } from 'node:fs';
import { uniform } from '@fastface/core/testing';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../../scripts/bench/readers/kinds.js';
import type { ReadOptions } from '../../src/read/reader.js';
import { readFile } from '../../src/read/readFile.js';
import { readTrace } from '../../src/read/readTrace.js';
import type { Trace } from '../../src/trace.js';
import { type Found, readLive } from '../../src/watch/readLive.js';
import type { LiveRecord } from '../../src/watch/record.js';
import { testWithTrace } from '../traces.js';

const utf8 = new TextEncoder();

/** The same bytes in pieces of 1 to `longest` bytes. */
function* piecesOf(bytes: Uint8Array, longest: number, random: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(longest * random());
    yield bytes.slice(at, at + size);
    at += size;
  }
}

async function live(bytes: Iterable<Uint8Array>, options: ReadOptions = {}) {
  const records: LiveRecord[] = [];
  let planned: number | null = null;
  let found: Found | null = null;
  const taker = {
    record: (record: LiveRecord) => void records.push(record),
    plan: (steps: number) => {
      planned = steps;
    },
    newRun() {},
  };
  const problem = await readLive('log', bytes, options, taker, (it) => {
    found = it;
  });
  return { records, planned, found: found as Found | null, problem };
}

/** What `readTrace` makes of the whole log, as records. */
function recordsOf({ segments }: Trace): LiveRecord[] {
  return segments.flatMap(({ steps, losses, learningRates }) =>
    Array.from(steps, (step, i) => ({
      step,
      loss: losses[i]!,
      learningRate: learningRates?.[i] ?? Number.NaN,
    })),
  );
}

/** A run of each kind of log that the benches of the readers write. */
function logOf(name: string, records: number): Uint8Array {
  const { header = '', record } = kinds[name]!;
  const random = uniform(7);
  const lines = Array.from({ length: records }, (_, i) =>
    record(i + 1, (9 - 6 * (i / records) + random()).toFixed(6)),
  );
  return utf8.encode(header + lines.join(''));
}

describe('a log that grows', () => {
  for (const name of Object.keys(kinds)) {
    test(`${name}: the records of a whole log, in one piece or in a thousand`, async () => {
      const bytes = logOf(name, 300);
      const whole = await readTrace('log', [bytes]);
      if (!whole.ok) throw new Error(whole.problem.message);
      const one = await live([bytes]);
      const many = await live(piecesOf(bytes, Math.ceil(bytes.length / 500), uniform(3)));
      expect(many).toEqual(one);
      expect(one.problem).toBeNull();
      expect(one.found).toMatchObject({ format: whole.value.format, lossName: whole.value.lossName });
      const bare = ({ step, loss }: LiveRecord) => [step, loss];
      expect(one.records.map(bare)).toEqual(recordsOf(whole.value).map(bare));
    });
  }

  test.each(['JSON document', 'table of W&B runs'])('a %s cannot be followed, and says so', async (kind) => {
    const history = { history: { loss: Array.from({ length: 20 }, (_, i) => 3 - i / 10) } };
    const runs = `"Step","a - train/loss","b - train/loss"\n${Array.from({ length: 30 }, (_, i) => `"${i}","${3 - i / 30}","${4 - i / 30}"`).join('\n')}\n`;
    const { problem, records } = await live([
      utf8.encode(kind === 'JSON document' ? JSON.stringify(history) : runs),
    ]);
    expect(problem).toMatchObject({ problem: { message: expect.stringContaining('cannot be followed') } });
    expect(records).toEqual([]);
  });

  test('steps that begin anew in each epoch are counted on', async () => {
    const rows = [1, 2, 3].flatMap((epoch) =>
      Array.from(
        { length: 20 },
        (_, i) => `epoch ${epoch} step ${i + 1}/20 loss ${(4 - epoch - i / 20).toFixed(3)}\n`,
      ),
    );
    const { records } = await live([utf8.encode(rows.join(''))]);
    expect(records.map(({ step }) => step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  for (const file of [
    'fastface_WebFace4M_r100.log',
    'events.out.tfevents.1776244695.megatron',
    'insightface_three_runs_nan.log',
    'lightning_resumed_metrics.csv',
    'mmengine_six_runs_scalars.json',
    'llmc_gpt2_train.log',
  ]) {
    testWithTrace(`${file}: the records, rates and plan of a whole log`, file, async (path) => {
      const whole = await readFile(path);
      if (!whole.ok) throw new Error(whole.problem.message);
      const bytes = new Uint8Array(readFileSync(path));
      const many = await live(piecesOf(bytes, 30_000, uniform(5)));
      expect(many.records).toEqual(recordsOf(whole.value));
      expect(many.planned).toBe(whole.value.segments.at(-1)!.plannedSteps);
    });
  }
});
