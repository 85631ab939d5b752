import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fastface, insightfaceLog, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const falling = Array.from({ length: 300 }, (_, i) => 3 + 40 * Math.exp(-i / 30));
const log = folder.file('training.log', insightfaceLog(falling, { rate: (i) => (i < 200 ? 0.02 : 0.002) }));
const quick = ['--set', 'alpha=0.05', '--set', 'beta=0.05', '--set', 'threshold=0.005'];

describe('fastface inspect', () => {
  test('--json gives the facts of every file, the unreadable ones with their error', () => {
    const missing = folder.path('missing.log');
    const { status, out, err } = fastface(['inspect', log, missing, '--json']);
    const [good, bad] = JSON.parse(out);
    expect(good).toMatchObject({ file: log, format: 'insightface', error: null });
    expect(good.segments).toEqual([
      {
        points: 300,
        firstStep: 20,
        lastStep: 3010,
        stride: 10,
        firstLoss: 43,
        lastLoss: Number(falling.at(-1)!.toFixed(4)),
        nonFinite: 0,
        hasLearningRate: true,
        learningRateChanges: 1,
        plannedSteps: null,
        run: null,
      },
    ]);
    expect(bad).toMatchObject({ file: missing, format: null, segments: [] });
    expect(bad.error).toContain('no such file');
    expect(status).toBe(1);
    expect(err).toBe(`fastface: ${bad.error}\n`);
  });

  test('text for people, from standard input', () => {
    const { status, out } = fastface(['inspect', '-'], insightfaceLog([3, 'nan', 2]));
    expect(status).toBe(0);
    expect(out).toContain('3 points, steps 20 to 40 by 10, loss 3 → 2, 1 not finite');
  });
});

describe('fastface replay', () => {
  test('--json: the trace, what the run did, what each scheduler would have done', () => {
    const schedulers = [
      '--scheduler',
      'fastface',
      '--scheduler',
      'ema-haar',
      '--scheduler',
      'fastface-published',
    ];
    const { status, out } = fastface(['replay', log, ...schedulers, ...quick, '--json']);
    const { trace, recorded, replays } = JSON.parse(out);
    expect(status).toBe(0);
    expect(trace).toMatchObject({
      format: 'insightface',
      points: 300,
      iterations: 3010,
      segment: 1,
      segments: 1,
    });
    expect(recorded.changes).toEqual([{ step: 2020, from: 0.02, to: 0.002 }]);
    expect(replays.map((r: { scheduler: string }) => r.scheduler)).toEqual([
      'fastface',
      'ema-haar',
      'fastface-published',
    ]);
    const [fast, naive, published] = replays;
    expect(fast.options).toMatchObject({
      learningRate: 0.02,
      totalSteps: 3010,
      alpha: 0.05,
      threshold: 0.005,
      factor: 0.5,
    });
    expect(fast.changes.length).toBeGreaterThan(2);
    expect(fast.changes).toEqual(naive.changes);
    expect(fast.changes[0]).toMatchObject({ from: 0.02, to: 0.01, decision: 'reduce' });
    expect(fast.finalLearningRate).toBe(fast.changes.at(-1).to);
    expect(published.changes[0].step).toBeGreaterThan(0);
  });

  test('--total-steps and --set reach the scheduler', () => {
    const of = (...args: string[]) =>
      JSON.parse(fastface(['replay', log, '--json', '--scheduler', 'fastface', ...quick, ...args]).out)
        .replays[0];
    const [own, longer] = [of(), of('--total-steps', '9_000')];
    expect(longer.options.totalSteps).toBe(9000);
    // Patience is a twentieth of the run: the first reduction comes later by the difference.
    expect(longer.changes[0].step - own.changes[0].step).toBe(450 - 150);
    const scoped = of('--set', 'fastface:patience=10');
    expect(scoped.options).toMatchObject({ patience: 10 });
    expect(scoped.options).not.toHaveProperty('patienceFraction');
  });

  test('--segment picks a run, and the last usable one is the default', () => {
    const two = folder.file(
      'two.log',
      insightfaceLog([9, 8, 7]) + insightfaceLog([5, 4]) + insightfaceLog(['nan', 'nan']),
    );
    const points = (...args: string[]) => JSON.parse(fastface(['replay', two, '--json', ...args]).out).trace;
    expect(points()).toMatchObject({ segment: 2, segments: 3, firstLoss: 5 });
    expect(points('--segment', 'longest')).toMatchObject({ segment: 1, firstLoss: 9 });
    expect(points('--segment', 'last')).toMatchObject({ segment: 3, firstLoss: null });
    expect(points('--segment', '1')).toMatchObject({ segment: 1 });
  });

  test('text with a picture, and a page in which the log cannot put script', () => {
    const report = folder.path('report.html');
    const evil = folder.file('<img src=x onerror=alert(1)>.log', readFileSync(log, 'utf8'));
    const { status, out } = fastface([
      'replay',
      evil,
      '--scheduler',
      'fastface',
      ...quick,
      '--report',
      report,
    ]);
    expect(status).toBe(0);
    expect(out).toMatch(/fastface +\d+ +[\d,]+ +[\d,]+/);
    expect(out).toMatch(/[⠁-⣿]{20}/u);
    expect(out).toContain(`report: ${report}`);
    const page = readFileSync(report, 'utf8');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toContain('<img');
    expect(page).not.toMatch(/https?:/);
    expect(page.match(/<script[^>]*>/g)).toEqual([
      '<script type="application/json" id="data">',
      '<script type="application/json" id="records">',
      '<script>',
    ]);
    expect(page.match(/<svg class="(wide|narrow)"/g)).toHaveLength(2 * 3);
  });
});

describe('what goes wrong is one clear line', () => {
  test.each([
    ['no such file', ['replay', 'nowhere.log'], 1, /^fastface: nowhere\.log: no such file; .+\n$/],
    ['not a log', ['replay', 'LICENSE'], 1, /^fastface: LICENSE: .+\n$/],
    [
      'unknown scheduler',
      ['replay', log, '--scheduler', 'adam'],
      2,
      /unknown scheduler: adam \(expected fastface, /,
    ],
    [
      'bad value',
      ['replay', log, '--scheduler', 'fastface', '--set', 'alpha=2'],
      2,
      /fastface: invalid alpha: 2 \(expected 0 < alpha ≤ 1\)/,
    ],
    [
      'a word for a number',
      ['replay', log, '--scheduler', 'fastface', '--set', 'alpha=high'],
      2,
      /invalid alpha: "high"/,
    ],
    [
      'unknown option of a scheduler',
      ['replay', log, '--set', 'lambd=2'],
      2,
      /unknown option in --set: lambd/,
    ],
    ['no value', ['replay', log, '--set', 'alpha'], 2, /invalid --set: alpha/],
    [
      'bad segment',
      ['replay', log, '--segment', '7'],
      2,
      /invalid --segment: 7 \(expected last, longest or a number from 1 to 1\)/,
    ],
    ['bad length', ['replay', log, '--total-steps', 'many'], 2, /invalid --total-steps: many/],
    ['no file', ['replay'], 2, /missing required argument/],
    ['unknown flag', ['inspect', log, '--colour'], 2, /unknown option '--colour'/],
    ['unknown command', ['reply', log], 2, /unknown command/],
    [
      'a report that cannot be written',
      ['replay', log, '--report', 'nowhere/at/all.html'],
      1,
      /nowhere\/at\/all\.html: the report could not be written/,
    ],
  ])('%s', (_, args, code, message) => {
    const { status, out, err } = fastface(args);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(status).toBe(code);
    expect(out).toBe('');
  });

  test('--help and --version', () => {
    expect(fastface(['--help'])).toMatchObject({ status: 0, err: '' });
    expect(fastface(['replay', '--help']).out).toContain('Examples:');
    expect(fastface(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

test('fastface demo writes a page of a real training, whose own scheduler makes the changes that the run made', () => {
  const report = folder.path('demo.html');
  const { status, out } = fastface(['demo', '--report', report]);
  expect(status).toBe(0);
  expect(out).toContain('20,000 records, steps 0 to 19,999 by 1');
  expect(out).toContain('a real training, by fastface-train');
  // Decided at one update, and the rate of the next.
  expect(out).toMatch(/the run itself +3,104 +16,896 +19,999 /);
  // One more: the rate after the last update.
  expect(out).toMatch(/fastface-auto +3,105 +16,895 +19,999 /);
  expect(out).toMatch(
    /16,895 {2}reduce 0\.1 → 0 by step 19,999 {2}the loss has stopped falling: from 0\.1 straight to zero/,
  );
  // The others would have changed it elsewhere; that one would not, and so does not part from the run.
  expect(out.match(/diverges from the recorded run/g)).toHaveLength(2);
  const page = readFileSync(report, 'utf8');
  expect(page).toContain('a real training, by fastface-train');
});

test('a schedule that changes the rate at every iteration has a picture, too', () => {
  const { status, out, err } = fastface([
    'replay',
    log,
    '--scheduler',
    'cosine',
    '--scheduler',
    'exponential',
  ]);
  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out).toContain('learning rate of cosine');
});
