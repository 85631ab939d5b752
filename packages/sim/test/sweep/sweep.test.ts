import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { changes, fastface as fastfaceScheduler } from '@fastface/core';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { iterationsOf } from '../../src/iterations.js';
import { PageSums } from '../../src/sweep/results/pageSums.js';
import { fastface, insightfaceLog, temporaryFolder } from '../cli/run.js';
import { readTraceFile } from '../traces.js';
import { start, until } from '../work/processes.js';
import { sweepHere } from './inProcess.js';

const folder = temporaryFolder();
const falling = Array.from({ length: 300 }, (_, i) => 3 + 40 * Math.exp(-i / 30));
const log = folder.file('training.log', insightfaceLog(falling, { rate: (i) => (i < 200 ? 0.02 : 0.002) }));
const scheduler = ['fastface'];
const grid = { scheduler, vary: ['alpha=0.02..0.2:4:log', 'threshold=1e-4..1e-2:3:log'], set: ['beta=0.05'] };
const sweep = (output: string, flags: object = grid) =>
  sweepHere([log], { scheduler, ...flags, output: folder.path(output) });
const text = (file: string) => readFileSync(folder.path(file), 'utf8');
const rows = (csv: string) => papa.parse<Record<string, string>>(csv.trimEnd(), { header: true }).data;

const words = (flags: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(flags).flatMap(([flag, values]) => values.flatMap((value) => [`--${flag}`, value]));
const whole = fastface(['sweep', log, ...words(grid), '-o', folder.path('whole.csv')]);
const expected = existsSync(folder.path('whole.csv')) ? text('whole.csv') : '';

describe('fastface sweep', () => {
  test('a row for every combination: what core decides on these losses, at the steps of the log', async () => {
    expect(whole).toMatchObject({ status: 0, err: '' });
    const found = rows(expected);
    expect(found).toHaveLength(12);
    const { losses, firstStep } = iterationsOf((await readTraceFile(log)).segments[0]!);
    for (const row of found) {
      const [alpha, threshold] = [Number(row.alpha), Number(row.threshold)];
      const options = { learningRate: 0.02, totalSteps: losses.length, alpha, beta: 0.05, threshold };
      const made = changes(fastfaceScheduler(options), losses);
      const steps = made.map(({ iteration }) => iteration + firstStep);
      expect(row).toMatchObject({
        file: log,
        segment: '1',
        scheduler: 'fastface',
        reductions: String(made.length),
        firstReduction: String(steps[0] ?? ''),
        lastReduction: String(steps.at(-1) ?? ''),
        finalLearningRate: String(made.at(-1)?.to ?? 0.02),
        reductionSteps: steps.join(' '),
        restarts: '0',
        restartSteps: '',
      });
    }
    expect(found.filter(({ reductions }) => reductions !== '0').length).toBeGreaterThan(2);
  });

  test('sums up in the terminal: spreads, and the configurations nearest to the record', () => {
    expect(whole.out).toContain(`fastface on ${log}, segment 1: 12 configurations`);
    expect(whole.out).toMatch(/first reduction at step +\d/);
    expect(whole.out).toContain('nearest to the 1 change that the run made');
    expect(whole.out).toMatch(/whole\.csv: 12 rows, sweep [0-9a-f]{12}\n$/);
  });

  test('several schedulers and runs, each with its own options; --json', async () => {
    const other = folder.file('other.log', insightfaceLog(falling.slice(100)));
    const { out } = await sweepHere([log, other], {
      scheduler: ['fastface', 'moving-haar', 'cosine'],
      vary: ['fastface:alpha=0.1,0.2', 'window=50,70', 'threshold=0.001,0.01'],
      output: folder.path('several.csv'),
      json: true,
    });
    const summary = JSON.parse(out);
    expect(summary).toMatchObject({ rows: 18, kept: 0 });
    type Part = { scheduler: string; configurations: number };
    expect(summary.parts.map(({ scheduler, configurations }: Part) => [scheduler, configurations])).toEqual([
      ['fastface', 4],
      ['moving-haar', 4],
      ['cosine', 1],
      ['fastface', 4],
      ['moving-haar', 4],
      ['cosine', 1],
    ]);
    const found = rows(text('several.csv'));
    expect(found.map((row) => `${row.alpha} ${row.window} ${row.threshold}`).slice(3, 9)).toEqual([
      '0.2  0.01',
      ' 50 0.001',
      ' 50 0.01',
      ' 70 0.001',
      ' 70 0.01',
      '  ',
    ]);
    // A schedule that changes the rate at every iteration: its changes are counted, the first 1,000 listed.
    expect(Number(found[8]!.reductions)).toBeGreaterThan(2500);
    expect(found[8]!.reductionSteps!.split(' ')).toHaveLength(1000);
    expect(Number(found[8]!.lastReduction)).toBeGreaterThan(2500);
    expect(found[8]!.recordedDistance).toBe('');
    expect(found[4]!.stationaryShare).toBe('');
  });

  test('Parquet holds the same as CSV, with types', async () => {
    const first = await sweep('whole.parquet');
    expect(first.status).toBe(0);
    const file = await asyncBufferFromFile(folder.path('whole.parquet'));
    const found = await parquetReadObjects({ file });
    const list = (cell: string) => (cell === '' ? [] : cell.split(' ').map(BigInt));
    const big = (cell: string) => (cell === '' ? null : BigInt(cell));
    const number = (cell: string) => (cell === '' ? null : Number(cell));
    expect(found.map((row) => ({ ...row }))).toEqual(
      rows(expected).map((row) => ({
        ...row,
        segment: big(row.segment!),
        alpha: number(row.alpha!),
        threshold: number(row.threshold!),
        reductions: big(row.reductions!),
        firstReduction: big(row.firstReduction!),
        lastReduction: big(row.lastReduction!),
        finalLearningRate: number(row.finalLearningRate!),
        stationaryShare: number(row.stationaryShare!),
        recordedDistance: number(row.recordedDistance!),
        restarts: big(row.restarts!),
        reductionSteps: list(row.reductionSteps!),
        restartSteps: list(row.restartSteps!),
      })),
    );
    expect(existsSync(folder.path('whole.parquet.unfinished'))).toBe(false);
    const again = await sweep('whole.parquet');
    expect(again.out).toContain('whole.parquet: 12 rows, 12 of them from before');
    expect(again.out.split('\n').slice(0, -1)).toEqual(first.out.split('\n').slice(0, -1));
  });

  test('words, lists and truths are columns of their own kinds', async () => {
    const flags = {
      scheduler: ['multi-step', 'greedy-lr'],
      vary: ['milestones=[50,100],[70]', 'mode=min,max', 'smooth=true,false'],
    };
    expect((await sweep('kinds.csv', flags)).status).toBe(0);
    expect(rows(text('kinds.csv')).map((r) => `${r.milestones} ${r.mode} ${r.smooth}`)).toEqual([
      '[50,100]  ',
      '[70]  ',
      ' min true',
      ' min false',
      ' max true',
      ' max false',
    ]);
    expect((await sweep('kinds.parquet', flags)).status).toBe(0);
    const file = await asyncBufferFromFile(folder.path('kinds.parquet'));
    const found = await parquetReadObjects({ file });
    expect(found.map(({ milestones, mode, smooth }) => [milestones, mode, smooth])).toEqual([
      ['[50,100]', null, null],
      ['[70]', null, null],
      [null, 'min', true],
      [null, 'min', false],
      [null, 'max', true],
      [null, 'max', false],
    ]);
  });

  test('a name with a comma, quotes and a line break stays one cell of one line', async () => {
    const odd = folder.file('a,"b"\n\u001b[31mc.log', insightfaceLog(falling));
    const { status } = await sweepHere([odd], { ...grid, output: folder.path('odd.csv') });
    expect(status).toBe(0);
    expect(text('odd.csv').trimEnd().split('\n')).toHaveLength(13);
    expect(rows(text('odd.csv'))[0]!.file).toBe(folder.path('a,"b" [31mc.log'));
    expect((await sweepHere([odd], { ...grid, output: folder.path('odd.csv') })).out).toContain('12 of them');
  });

  test('shards put one after the other are the whole, byte for byte', async () => {
    const parts: string[] = [];
    for (const i of [1, 2, 3, 4, 5]) {
      expect((await sweep(`part${i}.csv`, { ...grid, shard: `${i}/5` })).status).toBe(0);
      parts.push(text(`part${i}.csv`));
    }
    expect(parts.join('')).toBe(expected);
    // More shards than rows: some are empty, and finished all the same.
    expect(await sweep('none.csv', { ...grid, shard: '1/20' })).toMatchObject({ status: 0 });
    expect(await sweep('none.csv', { ...grid, shard: '1/20' })).toMatchObject({ status: 0 });
    expect(text('none.csv')).toBe(`${expected.split('\n')[0]}\n`);
    expect(await sweep('none.parquet', { ...grid, shard: '3/20' })).toMatchObject({ status: 0 });
  });

  test('a random search is the same every time, and another with another seed', async () => {
    const vary = ['alpha=0.01..0.3:log', 'patience=10..300:int'];
    const search = async (output: string, more: object = {}) => {
      expect((await sweep(output, { vary, random: '9', ...more })).status).toBe(0);
      return rows(text(output)).map(({ alpha, patience }) => `${alpha} ${patience}`);
    };
    const first = await search('random1.csv');
    expect(new Set(first).size).toBe(9);
    expect(await search('random2.csv')).toEqual(first);
    expect(await search('random3.csv', { seed: '2' })).not.toEqual(first);
  });
});

describe('an interrupted sweep', () => {
  test('goes on behind the rows that are there, and does not touch them', async () => {
    const lines = expected.split('\n');
    // A kept row that was computed again would lose this mark.
    lines[2] = `${lines[2]!} 77`;
    writeFileSync(
      folder.path('torn.csv.unfinished'),
      `${lines.slice(0, 6).join('\n')}\n${lines[6]!.slice(0, 30)}`,
    );
    expect((await sweep('torn.csv')).out).toContain('torn.csv: 12 rows, 5 of them from before');
    expect(text('torn.csv')).toBe(lines.join('\n'));
    expect(existsSync(folder.path('torn.csv.unfinished'))).toBe(false);
  });

  test('that is torn anywhere ends the same', async () => {
    const unfinished = folder.path('cut.csv.unfinished');
    for (const length of [
      0,
      1,
      100,
      expected.indexOf('\n'),
      expected.indexOf('\n') + 1,
      700,
      expected.length - 1,
    ]) {
      writeFileSync(unfinished, expected.slice(0, length));
      const output = `cut${length}.csv`;
      writeFileSync(`${folder.path(output)}.unfinished`, expected.slice(0, length));
      expect((await sweep(output)).status).toBe(0);
      expect(text(output)).toBe(expected);
    }
  });

  test.each<[string, (byte: number) => number]>([
    ['a digit', (byte) => (byte >= 48 && byte < 58 ? 48 + ((byte - 47) % 10) : byte)],
    ['a NUL byte', () => 0],
    ['a lone quote', () => 34],
  ])('with damaged outcomes, %s: the rows from there on are made anew', async (name, damage) => {
    const output = `damaged ${name}.csv`;
    const unfinished = folder.path(`${output}.unfinished`);
    const sums = new PageSums(unfinished);
    const lines = expected.split('\n').slice(0, 9);
    let end = 0;
    for (const line of lines) {
      const piece = Buffer.from(`${line}\n`);
      end += piece.length;
      await sums.add(end, piece);
    }
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    // The last digit of the fifth row, which is one of its outcome.
    const at = Buffer.from(lines.slice(0, 6).join('\n')).length - 1;
    const place = bytes.subarray(0, at + 1).findLastIndex((byte) => byte >= 48 && byte < 58);
    bytes[place] = damage(bytes[place]!);
    writeFileSync(unfinished, bytes);
    expect((await sweep(output)).out).toContain('12 rows, 4 of them from before');
    expect(text(output)).toBe(expected);
    expect(existsSync(`${unfinished}.sums`)).toBe(false);
  });

  test('a finished one is not computed again; another one does not overwrite it', async () => {
    expect((await sweep('whole.csv')).out).toContain('whole.csv: 12 rows, 12 of them from before');
    for (const more of [
      { set: ['beta=0.05', 'factor=0.1'] },
      { shard: '1/2' },
      { totalSteps: '99999' },
      { vary: [...grid.vary, 'factor=0.3'] },
    ]) {
      expect(await sweep('whole.csv', { ...grid, ...more })).toMatchObject({
        status: 1,
        err: `${folder.path('whole.csv')}: is there already and not the result of this sweep; name another place, or remove it`,
      });
    }
    expect(text('whole.csv')).toBe(expected);
  });

  test('an unfinished one of another sweep is refused, and kept', async () => {
    const unfinished = folder.path('foreign.csv.unfinished');
    for (const [content, line] of [
      [expected.slice(0, 1200), 2],
      ['step,loss\n1,2\n', 1],
    ] as const) {
      writeFileSync(unfinished, content);
      expect(await sweep('foreign.csv', { ...grid, set: ['factor=0.1'] })).toMatchObject({
        status: 1,
        err: `${unfinished}:${line}: not a row of this sweep; name another place, or remove it`,
      });
      expect(readFileSync(unfinished, 'utf8')).toBe(content);
    }
    // Rows of the whole where only its first half is wanted.
    writeFileSync(unfinished, expected.split('\n').slice(0, 9).join('\n'));
    expect((await sweep('foreign.csv', { ...grid, shard: '1/2' })).err).toContain(
      `${unfinished}:8: not a row`,
    );
    writeFileSync(folder.path('foreign.parquet'), 'PAR1 and nothing more PAR1');
    expect(await sweep('foreign.parquet')).toMatchObject({ status: 1 });
  });

  test('by SIGINT and then by SIGKILL leaves whole rows; the third time ends it', async () => {
    // Recomputing everything at every iteration takes long enough to be interrupted.
    const flags = { scheduler: ['ema-haar'], vary: ['patience=100..1000:15:int'] };
    const short = folder.file('short.log', insightfaceLog(falling.slice(0, 200)));
    expect((await sweepHere([short], { ...flags, output: folder.path('slow.csv') })).status).toBe(0);
    const output = folder.path('killed.csv');
    const unfinished = `${output}.unfinished`;
    const again = () => start(['sweep', short, ...words(flags), '--threads', '1', '-o', output]);
    const there = () =>
      existsSync(unfinished) ? readFileSync(unfinished, 'utf8').split('\n').length - 2 : 0;

    const first = again();
    await until('2 rows', () => there() >= 2);
    first.child.kill('SIGINT');
    const { status, err } = await first.ended;
    const kept = there();
    expect([status, err]).toEqual([
      130,
      `fastface: interrupted; ${kept} rows of 15 are in ${unfinished}, and the same command goes on\n`,
    ]);

    const second = again();
    await until('2 rows more', () => there() >= kept + 2);
    second.child.kill('SIGKILL');
    await second.ended;
    const keptNow = there();
    expect(keptNow).toBeLessThan(15);
    expect((await again().ended).out).toContain(`killed.csv: 15 rows, ${keptNow} of them from before`);
    expect(text('killed.csv')).toBe(text('slow.csv'));
  });
});

describe('a wrong command line', () => {
  test.each([
    [{ vary: ['alpha=2'] }, 'fastface: invalid alpha: 2 (expected 0 < alpha ≤ 1)'],
    [{ vary: ['alpha=0.1,x'] }, 'fastface: invalid alpha: "x" (expected 0 < alpha ≤ 1)'],
    [
      { vary: ['minLearningRate=0.01,1'] },
      'invalid minLearningRate: 1 (expected at most 0.02, the learningRate)',
    ],
    [{ vary: ['patience=5', 'patienceFraction=0.1'] }, 'invalid patienceFraction: 0.1'],
    [{ vary: ['alpha=0.1..0.2:3:x'] }, 'invalid --vary: 0.1..0.2:3:x (expected from..to:count'],
    [{ vary: ['alpah=1'] }, 'unknown option: alpah (fastface has learningRate'],
    [{ scheduler: ['adam'] }, 'unknown scheduler: adam (expected fastface, '],
    [
      { scheduler: ['fastface-auto'], vary: ['patience=9'] },
      /unknown option: patience \(fastface-auto has .*; --scheduler fastface or fastface-steps or \S+ has patience\)/,
    ],
    [{ random: '5' }, '--random needs at least one --vary'],
    [{ seed: '5' }, '--seed needs --random'],
    [{ random: '0', vary: ['alpha=0.1'] }, 'invalid --random: 0 (expected an integer ≥ 1)'],
    [{ shard: '3/2' }, 'invalid --shard: 3/2 (expected i/n with 1 ≤ i ≤ n)'],
    [{ threads: '0' }, 'invalid --threads: 0 (expected an integer from 1 to 1024)'],
    [{ queue: 'http://here' }, 'invalid --queue (expected an address such as redis://localhost:6379)'],
    [{ segment: '9' }, 'invalid --segment: 9'],
    [{ output: 'x.json' }, 'invalid --output: x.json (expected a file that ends in .csv or .parquet)'],
  ])('%j: one line, exit 2, nothing written', async (flags, message) => {
    const { status, err } = await sweepHere([log], { scheduler, output: folder.path('wrong.csv'), ...flags });
    expect(err).toMatch(message);
    expect(err).not.toContain('\n');
    expect(status).toBe(2);
    expect(existsSync(folder.path('wrong.csv'))).toBe(false);
    expect(existsSync(folder.path('wrong.csv.unfinished'))).toBe(false);
  });

  test('a place that cannot be written, a log that is not there', async () => {
    const output = folder.path('no/x.csv');
    expect(await sweepHere([log], { output })).toMatchObject({
      status: 1,
      err: `${output}: could not be written (ENOENT); name another place`,
    });
    expect(await sweepHere([folder.path('missing.log')], { output })).toMatchObject({
      status: 1,
      err: expect.stringContaining('no such file'),
    });
  });
});
