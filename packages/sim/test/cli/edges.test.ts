import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shortNames } from '../../src/cli/compareText.js';
import { printable } from '../../src/cli/failure.js';
import { iterationsOf } from '../../src/iterations.js';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { modelTrace } from '../../src/lossModel/modelTrace.js';
import { entry, root } from './entry.js';
import { fastface, temporaryFolder } from './run.js';

const { file, path } = temporaryFolder();
const rows = (count: number, loss: (i: number) => number | string, rate: number | string = 0.1) =>
  `step,loss,lr\n${Array.from({ length: count }, (_, i) => `${i},${loss(i)},${rate}`).join('\n')}\n`;
const good = rows(300, (i) => 1 + 3 * Math.exp(-i / 50));
const log = file('log.csv', good);

/** One line on standard error, no stack, and this exit code. */
function refused({ status, err }: ReturnType<typeof fastface>, code: number, message: RegExp | string): void {
  expect(err).toMatch(message);
  expect(err.trim().split('\n').length, err).toBe(1);
  expect(err).not.toMatch(/internal error|\n\s+at /);
  expect(status).toBe(code);
}

describe('what is written', () => {
  test.each([
    ['export', [], '-o'],
    ['replay', [], '--report'],
    ['compare', [], '--figure'],
    ['fit', [], '-o'],
    ['watch', ['--once'], '--write-rate'],
    ['watch', ['--once'], '--state'],
  ])('%s does not write over its log by %s %s', (command, more, flag) => {
    const same = file(`same.${flag === '--figure' ? 'svg' : 'csv'}`, good);
    symlinkSync(same, path(`${command}${flag}.csv`));
    for (const target of [same, path(`${command}${flag}.csv`)]) {
      refused(
        fastface([command, same, ...more, flag, target]),
        2,
        'would be overwritten, and is what the command reads',
      );
      expect(readFileSync(same, 'utf8')).toBe(good);
    }
  });

  test('a link stays one, and what it leads to is replaced', () => {
    const target = file('target.csv', 'old');
    symlinkSync(target, path('link.csv'));
    expect(fastface(['export', log, '-o', path('link.csv')]).status).toBe(0);
    expect(readFileSync(target, 'utf8')).toMatch(/^step,/);
  });

  test.skipIf(process.platform === 'win32')('a pipe is written to, not replaced', () => {
    const pipe = path('pipe.csv');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const command = `cat "${pipe}" > "${path('piped')}" & "$0" "$@"; wait`;
    const args = ['-c', command, process.execPath, ...entry, 'export', log, '-o', pipe];
    expect(spawnSync('bash', args, { cwd: root, timeout: 30_000 }).status).toBe(0);
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(readFileSync(path('piped'), 'utf8').split('\n').length).toBe(302);
    expect(fastface(['export', log, '-o', '/dev/null', '--to', 'csv']).status).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.skipIf(!existsSync('/dev/full'))('standard output on a full device', () => {
    const command = '"$0" "$@" > /dev/full';
    const args = ['-c', command, process.execPath, ...entry, 'inspect', log];
    const { status, stderr } = spawnSync('bash', args, { cwd: root, encoding: 'utf8' });
    refused({ status, out: '', err: stderr }, 1, 'standard output cannot be written (ENOSPC)');
  });

  test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made', () => {
    refused(
      fastface(['compare', log, file('b.csv', good), '--report', '/proc/x']),
      1,
      /\/proc\/x: no folder for the reports/,
    );
  });
});

describe('what is said', () => {
  test('a format that there is not is a wrong command line', () => {
    refused(fastface(['inspect', log, '--format', 'xyz']), 2, 'unknown format: xyz');
    refused(fastface(['replay', log, '--format', 'xyz']), 2, 'unknown format: xyz');
  });

  test.each([[['replay']], [['replay', log, '--no-such']], [['nothing']], [['inspect', log, '--loss']]])(
    'a usage error is one line: %j',
    (args) => refused(fastface(args), 2, /^fastface: .* \(see fastface --help\)\n$/),
  );

  test('standard input that does not end is told', async () => {
    const child = spawn(process.execPath, [...entry, 'inspect', '-'], { cwd: root });
    const more = setInterval(() => child.stdin.write('{"step":1,"loss":2}\n'), 100);
    const told = await new Promise((resolve) => child.stderr.once('data', (text) => resolve(String(text))));
    clearInterval(more);
    child.kill();
    expect(told).toBe(
      'fastface: inspect needs the end of standard input, which has not come in 10 seconds; fastface watch - follows a log that grows\n',
    );
  });

  test('of a long path the end is seen, and the reason', () => {
    refused(
      fastface(['inspect', 'p'.repeat(250) + '/'.repeat(9) + 'q'.repeat(200)]),
      1,
      /no such file; check the path/,
    );
  });

  test('nothing of an argument reaches the terminal but letters', () => {
    for (const args of [
      ['inspect', 'a\u202eb\u001b[31m'],
      ['replay', log, '--\u001b[31m\u202e'],
      ['\u001b[2J'],
    ]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
      expect(fastface(args).err).not.toMatch(/[\u001b\u202e]/);
    }
    expect(printable('a\u2066b\u200fc')).toBe('a b c');
  });
});

describe('numbers that no training has', () => {
  test.each([
    ['huge losses and rates', rows(50, () => 1e308, 1e308), /a loss of 1e\+308 at step 0 cannot be fitted/],
    [
      'nought and huge, tiny rates',
      rows(60, (i) => (i % 2 ? 1e308 : 0), 1e-300),
      /cannot be fitted \(expected 0, or from 1e-60/,
    ],
    ['tiny rates', rows(60, (i) => 3 - i / 50, 1e-300), /a learning rate of 1e-300 at step/],
  ])('fit: %s', (name, content, message) => {
    refused(fastface(['fit', file(`${name}.csv`, content), '-o', path('model.json')]), 1, message);
    expect(existsSync(path('model.json'))).toBe(false);
  });

  test('fit: whatever the sizes within, it ends with a model or a RangeError', () => {
    const sizes = [0, 1e-60, 1e-30, 1, 1e30, 1e60, -1e60];
    for (const a of sizes) {
      for (const b of sizes) {
        for (const rate of [1e-60, 1, 1e60]) {
          const losses = Float64Array.from({ length: 24 }, (_, i) => (i % 3 ? a : b));
          const learningRates = losses.map((_, i) => (i < 12 ? rate : rate / 2));
          const steps = losses.map((_, i) => i + 1);
          const fit = () =>
            fitLossModel(
              [modelTrace({ steps, losses, learningRates, plannedSteps: null, run: null }, 'x', 'mean')],
              {
                floorPowers: [0.75],
              },
            );
          try {
            fit();
          } catch (error) {
            expect(error, `${a} ${b} ${rate}: ${(error as Error).stack}`).toBeInstanceOf(RangeError);
          }
        }
      }
    }
  });

  test('a page of infinite losses, of 1e308 and of 1e-308', () => {
    const wild = (i: number) => [1e308, 'inf', -1e308, '-0', 'nan'][i % 5]!;
    const tiny = 'step,loss,lr\n0,1e-308,0.1\n10,-0,0.1\n20,nan,0.1\n';
    const files = [rows(40, wild), rows(40, wild), tiny].map((text, i) => file(`${i}.csv`, text));
    const { status, err } = fastface(['compare', ...files, '--report', path('pages')]);
    expect([status, err]).toEqual([0, '']);
    expect(existsSync(join(path('pages'), 'index.html'))).toBe(true);
    expect(
      fastface(['replay', files[0]!, '--report', path('page.html'), '--figure', path('f.svg')]).status,
    ).toBe(0);
  });

  test('three lines do not fill the memory', () => {
    const sparse = 'step,loss,lr\n0,3,0.1\n100000,2,0.1\n199999990,1,0.1\n';
    for (const args of [
      ['replay'],
      ['sweep', '-o', path('s.csv'), '--scheduler', 'fastface', '--vary', 'alpha=0.1,0.2'],
    ]) {
      const [command, ...more] = args as [string, ...string[]];
      refused(
        fastface([command, file('sparse.csv', sparse), ...more]),
        1,
        /3 records span 199999991 iterations: are their steps/,
      );
    }
    const steps = Float64Array.from({ length: 600 }, (_, i) => 20_000 * (i + 1));
    const segment = { steps, losses: steps, learningRates: null, plannedSteps: null, run: null };
    expect(iterationsOf(segment).losses.length).toBe(12_000_000);
  });
});

test.each(['earliest', 'factor', 'learningRate', 'power'])('an object for %s is one line', (option) => {
  for (const value of ['{"toString":"x"}', '[{"toString":"x"}]']) {
    refused(
      fastface([
        'replay',
        log,
        '--scheduler',
        'fastface-auto',
        '--scheduler',
        'step',
        '--set',
        `${option}=${value}`,
      ]),
      2,
      new RegExp(`: invalid ${option}: an (object|array) \\(expected `),
    );
  }
});

describe('--total-steps', () => {
  test.each([
    [['replay']],
    [['compare']],
    [['sweep', '-o', path('t.csv'), '--scheduler', 'fastface', '--vary', 'alpha=0.1,0.2']],
  ])('%j', ([command, ...more]) => {
    refused(
      fastface([command!, log, ...more, '--total-steps', '10']),
      2,
      /invalid --total-steps: 10 \(.*log.csv has 300 iterations already\)/,
    );
  });
});

describe('what a run did', () => {
  test('names without the folder that all are in', () => {
    expect(shortNames(['/a/b/one.log', '/a/b/c/two.log'])).toEqual(['one.log', 'c/two.log']);
    expect(shortNames(['one.log', '/a/two.log'])).toEqual(['one.log', '/a/two.log']);
    expect(shortNames(['/a/b/x.log'])).toEqual(['x.log']);
    mkdirSync(path('deep'));
    const two = file('deep/two.csv', good);
    fastface(['compare', log, two, '--report', path('overview')]);
    const page = readFileSync(join(path('overview'), 'index.html'), 'utf8');
    expect(page).toContain('>deep/two.csv</a>');
    expect(page.slice(0, page.indexOf('<footer'))).not.toContain(log);
  });

  test('replay says on the terminal what its page says', () => {
    const flat = file(
      'flat.csv',
      rows(4000, (i) => 2 + 0.1 * Math.sin(i * i)),
    );
    const { out } = fastface(['replay', flat]);
    expect(out).toMatch(
      /stationary: 1 stretch of more than 200 iterations, \d+ % of the run; \d+ % of the run beyond that/,
    );
    expect(fastface(['replay', log]).out).toMatch(/stationary stretches: /);
  });
});
