import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LineSplitter, longestLine } from '../../src/read/lines.js';
import { openPipe } from '../../src/read/openFile.js';
import { readFile } from '../../src/read/readFile.js';
import { readTrace } from '../../src/read/readTrace.js';
import { curves, errorOf, traceOf } from './readText.js';

const log = Array.from({ length: 50 }, (_, i) => `iter ${i}: loss ${i}.5, time 2ms, mfu 1.00%\n`).join('');
const utf8 = (text: string) => new TextEncoder().encode(text);

function split(pieces: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line, number) => {
    lines.push(line);
    expect(number).toBe(lines.length);
  });
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
}

describe('measurements.csv of AlgoPerf', () => {
  const table = `train/ssim,train/loss,validation/loss,score,global_step,preemption_count\n${[0, 500, 1000].map((step) => `0.5,${3 - step / 1000},9.5,${step},${step},0`).join('\n')}\n`;
  const read = async (hparams: string | null, name = 'measurements.csv') => {
    const folder = await mkdtemp(join(tmpdir(), 'fastface-hparams-'));
    try {
      await writeFile(join(folder, name), table);
      if (hparams !== null) await writeFile(join(folder, 'hparams.json'), hparams);
      const result = await readFile(join(folder, name));
      if (!result.ok) throw new Error(result.problem.message);
      expect(curves(result.value)).toMatchObject([{ losses: [3, 2.5, 2], steps: [0, 500, 1000] }]);
      return result.value.notes.filter((note) => note.includes('hparams'));
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('gets the base rate of hparams.json beside it as a note: no record has a rate of its own', async () => {
    const [note] = await read('{"dropout_rate": 0.1, "learning_rate": 0.0017, "warmup_factor": 0.05}');
    expect(note).toContain('learning rate 0.0017, the base rate');
    expect((await read('{"lr_hparams": {"base_lr": 0.25, "schedule": "cosine"}}'))[0]).toContain(
      'rate 0.25,',
    );
  });

  it.each([
    null,
    '',
    '{',
    '[0.1]',
    '{"learning_rate": "0.1"}',
    '{"learning_rate": -1}',
    '{"lr_hparams": null}',
  ])('says nothing where %j says nothing', async (hparams) => expect(await read(hparams)).toEqual([]));

  it('is a log like others under another name', async () =>
    expect(await read('{"learning_rate": 0.1}', 'other.csv')).toEqual([]));
});

describe('two processes that print to one log', () => {
  const twice = (other: (i: number) => number) =>
    Array.from({ length: 200 }, (_, i) => {
      const line = (loss: number) => `step ${i + 1} loss ${loss.toFixed(2)}\n`;
      return line(9 - i / 40) + line(9 - i / 40 + other(i));
    }).join('');

  it.each<[string, (i: number) => number]>([
    ['the same everywhere', () => 0],
    ['rounded losses that differ now and then', (i) => (i % 5 === 0 ? 0.02 : 0)],
    ['losses that always differ', () => 0.02],
  ])('are one run, the first record of each step: %s', async (_, other) => {
    const { segments, notes } = await traceOf(twice(other));
    expect(segments.length).toBe(1);
    expect(segments[0]!.steps.length).toBe(200);
    expect(segments[0]!.losses[5]).toBe(8.88);
    expect(notes.join()).toContain('200 records repeat the step before');
  });
});

describe('lines', () => {
  const bytes = utf8('\ufeffa\r\nbé\n\n\u001b[32mc\u001b[0m\rd\n€𝄞 end');
  const expected = ['a', 'bé', '', 'c', 'd', '€𝄞 end'];

  it('are the same wherever the pieces are cut', () => {
    expect(split([bytes])).toEqual(expected);
    for (let i = 0; i <= bytes.length; i++) {
      expect(split([bytes.subarray(0, i), bytes.subarray(i)])).toEqual(expected);
    }
    expect(split(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  it('end at a lone CR where there is nothing else', () => {
    const cr = utf8('a\rb\rc\r');
    for (let i = 0; i <= cr.length; i++)
      expect(split([cr.subarray(0, i), cr.subarray(i)])).toEqual(['a', 'b', 'c']);
  });

  it('are cut when absurdly long, and the next one is whole', () => {
    const lines = split([utf8('x'.repeat(longestLine)), utf8('x'.repeat(longestLine)), utf8('x\nnext\n')]);
    expect(lines.length).toBe(2);
    expect(lines[0]!.length).toBeLessThanOrEqual(longestLine + 2);
    expect(lines[1]).toBe('next');
  });

  it('may hold bytes that are no UTF-8', () => {
    expect(split([Uint8Array.of(97, 255, 10, 98)])).toEqual(['a\ufffd', 'b']);
  });

  it('leave a buffer that the source reuses alone', () => {
    const buffer = utf8('abc');
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    splitter.push(buffer);
    buffer.set(utf8('\nd\n'));
    splitter.push(buffer);
    expect(lines).toEqual(['abc', 'd']);
  });
});

describe('bytes', () => {
  it('may be gzip, whole or cut short', async () => {
    const packed = gzipSync(log);
    expect(curves(await traceOf(packed))[0]!.steps.length).toBe(50);
    const many = gzipSync(
      Array.from({ length: 20_000 }, (_, i) => `iter ${i}: loss ${Math.sin(i)}, time 2ms\n`).join(''),
    );
    const trace = await traceOf(many.subarray(0, many.length / 2));
    expect(trace.segments[0]!.steps.length).toBeGreaterThan(5000);
    expect(trace.notes).toContain('the gzip data is damaged or cut short: read up to there');
  });

  it('may be gzip that would fill the memory', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(log), Buffer.alloc(300 << 20, 'x')]));
    const trace = await traceOf(bomb);
    expect(trace.segments[0]!.steps.length).toBe(50);
    expect(trace.notes.join()).toMatch(/grows more than 250 times/);
  });

  it('are unpacked once only', async () => {
    expect((await errorOf(gzipSync(gzipSync(log)))).message).toMatch(/binary data/);
  });

  it('may be UTF-16, as PowerShell writes it', async () => {
    expect(curves(await traceOf(Buffer.from(`\ufeff${log}`, 'utf16le')))[0]!.steps.length).toBe(50);
    const big = Buffer.from(`\ufeff${log}`, 'utf16le').swap16();
    expect(curves(await traceOf(big))[0]!.steps.length).toBe(50);
  });

  it('may stop with an error: that is a value, too', async () => {
    async function* broken() {
      yield utf8(log);
      throw new Error('the disk is on fire');
    }
    const result = await readTrace('x', broken());
    expect(result).toMatchObject({
      ok: false,
      problem: { message: 'could not be read: the disk is on fire' },
    });
  });
});

describe('databases', () => {
  const page = (sql: string) => `SQLite format 3\0${'\0'.repeat(200)}${sql}`;
  it('are refused with the command that writes them as text', async () => {
    const trackio = await errorOf(
      page('CREATE TABLE metrics (id INTEGER PRIMARY KEY, run_name TEXT, metrics TEXT)'),
    );
    expect(trackio.message).toBe('an SQLite database, as trackio writes it');
    expect(trackio.advice).toContain("json_set(metrics, '$.run', run_name, '$.step', step)");
    const mlflow = await errorOf(page('CREATE TABLE metrics (key VARCHAR(250), run_uuid VARCHAR(32))'));
    expect(mlflow.advice).toContain("where run_uuid = 'RUN'");
    expect((await errorOf(page('CREATE TABLE t (a)'))).message).toBe('an SQLite database');
  });
});

describe('files and folders', () => {
  let root = '';
  const put = async (path: string, content: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const metric = (values: readonly number[]) =>
    values.map((value, i) => `177964338948${i} ${value} ${i}\n`).join('');

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'fastface-read-'));
    await put('one/train.csv', 'step,loss\n1,0.5\n2,0.25\n');
    await put('one/notes.txt', 'nothing\n');
    await put('two/a.csv', 'step,loss\n1,0.5\n2,0.25\n');
    await put('two/b.csv', 'step,loss\n1,0.5\n2,0.25\n');
    await put('mlruns/0/r1/metrics/train/box_loss', metric([0.5, 0.25]));
    await put('mlruns/0/r1/metrics/train/cls_loss', metric([0.125, 0.125]));
    await put('mlruns/0/r1/metrics/val/box_loss', metric([9]));
    await put('mlruns/0/r1/metrics/lr/pg0', metric([0.1, 0.01]));
    await put('nothing/readme.txt', 'nothing\n');
    await mkdir(join(root, 'empty'));
    await mkdir(join(root, 'links'));
    await symlink(join(root, 'one', 'train.csv'), join(root, 'links', 'train.csv'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const trace = async (path: string, options = {}) => {
    const result = await readFile(join(root, path), options);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
  };
  const message = async (path: string) => {
    const result = await readFile(join(root, path));
    return !result.ok ? result.problem.message : 'read';
  };

  it('read the only log of a folder', async () => {
    expect(curves(await trace('one'))).toEqual([{ steps: [1, 2], losses: [0.5, 0.25], rates: null }]);
  });

  it('join the metrics of an MLflow run on the step', async () => {
    for (const path of ['mlruns', 'mlruns/0/r1', 'mlruns/0/r1/metrics']) {
      const found = await trace(path);
      expect(found.format).toBe('mlflow');
      expect(curves(found)).toEqual([{ steps: [0, 1], losses: [0.625, 0.375], rates: [0.1, 0.01] }]);
    }
  });

  it('read several MLflow runs by name', async () => {
    await put('mlruns/0/r2/metrics/train/box_loss', metric([3, 2]));
    await put('mlruns/0/r2/metrics/train/cls_loss', metric([1, 1]));
    const found = await trace('mlruns');
    expect(found.segments.map(({ run, losses }) => [run, [...losses]])).toEqual([
      ['0/r1/metrics', [0.625, 0.375]],
      ['0/r2/metrics', [4, 3]],
    ]);
    expect((await trace('mlruns', { run: '0/r2/metrics' })).segments.length).toBe(1);
  });

  it('say what else is in the folder', async () => {
    await put('mixed/run.csv', 'step,loss\n1,0.5\n2,0.25\n');
    await put('mixed/package.json', '{"name": "no log"}\n');
    await put('mixed/deeper/b.csv', 'step,loss\n1,3\n2,2\n');
    const found = await trace('mixed');
    expect(found.segments[0]!.losses).toEqual(Float64Array.of(0.5, 0.25));
    expect(found.notes.join()).toContain(
      '2 other files in the folder that may be logs left out: deeper/b.csv, package.json',
    );
  });

  it.skipIf(process.platform === 'win32')('are no devices, and pipes are waited for', async () => {
    const device = await readFile('/dev/zero');
    expect(!device.ok && device.problem.message).toBe('a device, not a file');
    const pipe = join(root, 'pipe');
    spawnSync('mkfifo', [pipe]);
    expect(await openPipe(pipe, 50)).toBeNull();
    const reading = readFile(pipe);
    await writeFile(pipe, 'step,loss\n1,0.5\n2,0.25\n');
    const result = await reading;
    expect(result.ok && [...result.value.segments[0]!.losses]).toEqual([0.5, 0.25]);
  });

  it('say what is wrong', async () => {
    expect(await message('missing')).toBe('no such file');
    expect(await message('one/train.csv/x')).toBe('no such file: a part of the path is a file');
    expect(await message('two')).toBe('2 logs in this folder');
    expect(await message('nothing')).toBe('no log in this folder');
    expect(await message('empty')).toBe('an empty folder');
    // A link may lead out of the folder.
    expect(await message('links')).toMatch(/^a folder without files of its own: links, .* are not followed$/);
  });
});
