import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fastface, insightfaceLog, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const noise = (i: number) => (Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1) - 0.5;
/** Falls for 2,000 iterations and stands still for 3,000; the run halves its rate at 4,000. */
const halting = Array.from({ length: 500 }, (_, i) => Math.max(5, 9 - i / 50) + 0.02 * noise(i));
const log = folder.file('halting.log', insightfaceLog(halting, { rate: (i) => (i < 400 ? 0.02 : 0.01) }));
const other = folder.file(
  'other.csv',
  `step,loss\n${halting.map((loss, i) => `${10 * i},${loss}\n`).join('')}`,
);

describe('fastface compare', () => {
  test('sets the changes side by side and finds where the run stood still', () => {
    const { status, out, err } = fastface([
      'compare',
      log,
      '--scheduler',
      'fastface-steps',
      '--scheduler',
      'step',
    ]);
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toMatch(/change +the run itself +fastface-steps +step\n1 +4,020 → 0\.01 /);
    expect(out).toMatch(/diverges from run at +– +[\d,]+ +[\d,]+/);
    expect(out).toMatch(
      /stationary: 1 stretch of more than 250 iterations, [56]\d % of the run; \d\d % of the run beyond that/,
    );
  });

  test('what the log does not say and nobody else is assumed, and said to be', () => {
    const notes = (...args: string[]) => {
      const { out } = fastface(['compare', other, '--json', '--scheduler', 'fastface-auto', ...args]);
      const [{ trace, replays }] = JSON.parse(out);
      return [trace.notes.join('; '), replays[0].changes[0]?.from];
    };
    const rate = 'no learning rates in the log: 1 stands for the rate that was used';
    const length = 'the log does not say how long the run was to be: its 4,991 iterations are taken for all';
    expect(notes()).toEqual([`${rate}; ${length}`, 1]);
    expect(notes('--total-steps', '6000')[0]).toBe(rate);
    expect(notes('--set', 'learningRate=0.1')[0]).toBe(length);
  });

  test('a log too coarse to tell where it stood still says so', () => {
    const rows = Array.from({ length: 41 }, (_, i) => `${500 * i},${0.15 + 0.85 * Math.exp(-i / 12)}\n`);
    const coarse = folder.file('coarse.csv', `step,loss\n${rows.join('')}`);
    expect(fastface(['compare', coarse]).out).toContain(
      'stationary stretches: the log is too coarse to tell: a twentieth of the run has 2 records, 10 are needed',
    );
    const few = folder.file('few.csv', `step,loss\n${rows.slice(0, 20).join('').replaceAll('00,', ',')}`);
    expect(fastface(['compare', few]).out).toContain('stationary stretches: the run is too short to tell');
  });

  test('--json: every scheduler with the step at which it parts, and the stretches', () => {
    const [made, ...others] = JSON.parse(fastface(['compare', log, '--json', '--scheduler', 'constant']).out);
    expect(others).toEqual([]);
    expect(made.recorded.changes).toEqual([{ step: 4020, from: 0.02, to: 0.01 }]);
    expect(made.replays[0]).toMatchObject({ scheduler: 'constant', changes: [], divergesAt: 4020 });
    expect(made.stationarity.stretches.length).toBe(1);
    const [{ from, to, unanswered }] = made.stationarity.stretches;
    expect(from).toBeGreaterThan(1800);
    expect(from).toBeLessThan(2500);
    expect(to).toBe(5010);
    // Beyond the patience until the rate was halved, and again after it.
    expect(unanswered).toBe(to + 1 - from - 2 * 250);
  });

  test('of several files prints an overview, and one that cannot be read hides none', () => {
    const { status, out, err } = fastface(['compare', log, 'LICENSE', other]);
    expect(status).toBe(1);
    expect(err).toMatch(/^fastface: LICENSE: .+\n$/);
    expect(out).toMatch(
      /file +iterations +stationary +unanswered +the run itself +fastface-auto +fastface-steps/,
    );
    expect(out).toMatch(/halting\.log +5,010 +\d\d % +\d\d % +1, from 80 % /);
    expect(out).toMatch(/other\.csv +4,991 +\d\d % +\d\d % +– /);
  });

  test('a run too short for a scheduler hides no other', () => {
    const short = folder.file('short.csv', 'step,loss\n1,2\n2,1\n');
    const { status, out, err } = fastface(['compare', short, log, '--scheduler', 'moving-haar']);
    expect(status).toBe(2);
    expect(err).toMatch(/^fastface: .*short\.csv: moving-haar: invalid window: .+\n$/);
    expect(out).toContain('halting.log');
  });

  test('--report of several files is a folder, --figure one picture each', () => {
    const pages = folder.path('pages');
    const twin = folder.file('2halting.log', insightfaceLog(halting));
    const { status, out } = fastface([
      'compare',
      log,
      twin,
      '--report',
      pages,
      '--figure',
      folder.path('f.svg'),
    ]);
    expect(status).toBe(0);
    expect(out).toContain('index.html');
    expect(readdirSync(pages).sort()).toEqual(['2halting.log.html', 'halting.log.html', 'index.html']);
    expect(readFileSync(`${pages}/index.html`, 'utf8')).toContain('<a href="halting.log.html">');
    expect(readFileSync(`${pages}/halting.log.html`, 'utf8')).toContain('Where the run stood still');
    expect(readFileSync(folder.path('f.halting.log.svg'), 'utf8')).toMatch(/^<svg /);
  });

  test.each([
    [['--scheduler', 'adam'], 2, /unknown scheduler: adam/],
    [['--figure', 'x.pdf'], 2, /invalid --figure: x\.pdf/],
    [['--report', 'nowhere/at/all.html'], 1, /could not be written/],
  ])('%o', (args, code, message) => {
    const { status, err } = fastface(['compare', log, ...args]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(status).toBe(code);
  });

  test('takes all logs of a folder and of a pattern, and says what is left out', () => {
    const runs = temporaryFolder();
    mkdirSync(runs.path('a'));
    const text = readFileSync(log, 'utf8');
    runs.file('a/one.log', text);
    runs.file('two.csv', readFileSync(other, 'utf8'));
    runs.file('val.csv', 'step,val_loss\n1,2\n2,1\n');
    runs.file('notes.txt', 'nothing to see\n');
    const all = fastface(['compare', runs.path('.')]);
    expect(all.status).toBe(0);
    expect(all.out).toMatch(/a\/one\.log +5,010 /);
    expect(all.out).toMatch(/two\.csv +4,991 /);
    expect(all.err).toMatch(
      /^fastface: left out: \S+val\.csv: no training loss: .*\nfastface: \S+: 1 text without/,
    );
    const some = fastface(['compare', runs.path('*/*.log'), '--json']);
    expect(JSON.parse(some.out)).toHaveLength(1);
    expect(fastface(['compare', runs.path('*.nothing')])).toMatchObject({ status: 1, out: '' });
  });
});
