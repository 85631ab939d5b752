import { describe, expect, test } from 'vitest';
import { fastface } from './run.js';

interface Printed {
  readonly steps: number;
  readonly seeds: number;
  readonly patience: number;
  readonly schedulers: readonly {
    readonly scheduler: string;
    readonly options: Readonly<Record<string, unknown>>;
    readonly cases: readonly {
      readonly case: string;
      readonly runs: number;
      readonly falsePercent: number | null;
      readonly foundPercent: number;
      readonly medianDelay: number | null;
    }[];
  }[];
}

const json = (...args: string[]): Printed => JSON.parse(fastface(['scoreboard', '--json', ...args]).out);

describe('fastface scoreboard', () => {
  test('a table for each scheduler, with the cases and what they are', () => {
    const { status, out, err } = fastface(['scoreboard', '--steps', '1000', '--seeds', '4']);
    expect(err).toBe('');
    expect(status).toBe(0);
    for (const name of [
      'fastface-steps',
      'dlib-slope  patience 50',
      'pytorch-reduce-on-plateau  called with',
    ]) {
      expect(out).toContain(name);
    }
    for (const one of [
      'falling slowly',
      'spike then falling',
      'flat with noise',
      'staircase',
      'periodic',
      'NaN bursts',
    ]) {
      // A row in each of the four tables, and a line that says what it is.
      expect(out.match(new RegExp(`^ +${one} `, 'gm'))).toHaveLength(5);
    }
  });

  test('--json: false alarms and delays, the same with every call, and the options reach the scheduler', () => {
    const args = ['--scheduler', 'fastface', '--set', 'threshold=1e9', '--steps', '2_000', '--seeds', '3'];
    const printed = json(...args);
    expect(printed).toMatchObject({ steps: 2000, seeds: 3, patience: 100 });
    const [{ scheduler, options, cases } = { scheduler: '', options: {}, cases: [] }] = printed.schedulers;
    expect(scheduler).toBe('fastface');
    expect(options).toMatchObject({ threshold: 1e9, totalSteps: 2000 });
    // With such a threshold everything is stationary: it reduces every 101 iterations, and its eight are soon gone.
    for (const { case: name, falsePercent, foundPercent } of cases) {
      expect(falsePercent).toBe(name === 'flat with noise' ? null : 100);
      expect(foundPercent).toBe(100);
    }
    expect(cases.find(({ case: name }) => name === 'flat with noise')!.medianDelay).toBe(1.01);
    expect(json(...args)).toEqual(printed);
  });

  test('--case picks cases; a delay that never comes is null', () => {
    const { schedulers } = json(
      '--scheduler',
      'constant',
      '--case',
      'heavy tails',
      '--steps',
      '400',
      '--seeds',
      '2',
    );
    expect(schedulers[0]!.cases).toEqual([
      { case: 'heavy tails', runs: 2, falsePercent: 0, foundPercent: 0, medianDelay: null, lateDelay: null },
    ]);
  });

  test.each([
    [['--scheduler', 'adam'], /unknown scheduler: adam \(expected fastface, /],
    [['--set', 'lambd=2'], /unknown option in --set: lambd/],
    [['--scheduler', 'fastface', '--set', 'alpha=2'], /fastface: invalid alpha: 2/],
    [['--case', 'sideways'], /unknown case: sideways \(expected falling slowly, /],
    [['--seeds', '0'], /invalid --seeds: 0 \(expected an integer from 1 to 100000\)/],
    [['--steps', 'many'], /invalid --steps: many \(expected an integer from 100 to 10000000\)/],
  ])('%j is a usage error', (args, message) => {
    const { status, out, err } = fastface(['scoreboard', ...args]);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(status).toBe(2);
    expect(out).toBe('');
  });

  test('--help lists the cases', () => {
    expect(fastface(['scoreboard', '--help']).out).toContain('noise shrinks');
  });
});
