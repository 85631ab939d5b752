import { describe, expect, test } from 'vitest';
import { chooseSchedulers } from '../../src/schedulers/chooseSchedulers.js';
import { caseLosses } from '../../src/scoreboard/caseLosses.js';
import { cases, findCase } from '../../src/scoreboard/cases.js';
import { contestant } from '../../src/scoreboard/contestant.js';
import { scoreboardContestants } from '../../src/scoreboard/contestants.js';
import { score } from '../../src/scoreboard/score.js';

const options = { steps: 4000, patience: 200, falling: 0.4, seed: 7 };
const mean = (values: Float64Array) => {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
};

describe('the cases are what they are labelled', () => {
  test.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const fall = caseLosses(one, { ...options, falling: 1 });
    const plateau = caseLosses(one, options);
    expect(caseLosses(one, options)).toEqual(plateau);
    if (one.noise(1, 200)(0) !== one.noise(2, 200)(0)) {
      expect(caseLosses(one, { ...options, seed: 8 })).not.toEqual(plateau);
    }
    // Flat from 40 % on, but for the approach of "smooth": the last quarter lies where the one before it does.
    const [third, last] = [plateau.subarray(2000, 3000), plateau.subarray(3000)];
    expect(Math.abs(mean(third) - mean(last))).toBeLessThan(0.35);
    if (one.flat) return;
    // In the fall each quarter of the run lies lower than the one before, by 10σ or what is left of σ.
    const sigma = name === 'noise shrinks' ? 0.25 : 1;
    const lower = mean(fall.subarray(2000, 3000)) - mean(fall.subarray(3000));
    expect(lower).toBeGreaterThan(9 * sigma);
  });

  test('σ and steepness scale them; NaN comes in bursts', () => {
    const slow = findCase('falling slowly')!;
    const [plain, scaled] = [caseLosses(slow, options), caseLosses(slow, { ...options, sigma: 8 })];
    for (const [i, loss] of scaled.entries()) expect(loss - 3).toBeCloseTo(8 * (plain[i]! - 3), 9);
    const steep = caseLosses(slow, { ...options, steepness: 10 });
    expect(steep[0]! - plain[0]!).toBeCloseTo(9 * 2 * 8, 9);
    const bursts = [...caseLosses(findCase('NaN bursts')!, options)].map(Number.isNaN);
    const starts = bursts.filter((missing, i) => missing && !bursts[i - 1]).length;
    expect(starts).toBeGreaterThan(2);
    expect(bursts.filter(Boolean).length / starts).toBeGreaterThanOrEqual(5);
  });
});

describe('the score', () => {
  const scripted = (reductions: (losses: Float64Array) => number[]) => ({
    name: 'scripted',
    setUp: '',
    options: {},
    reductions,
  });

  test('counts a reduction of a falling loss, and the way from the plateau to the reduction', () => {
    const slow = findCase('falling slowly')!;
    // A plateau of 1,000 iterations begins at 400; a patience is 50.
    const [wrong, late, missed] = score(
      [scripted(() => [10, 450]), scripted(() => [10, 700]), scripted(() => [399])],
      slow,
      { steps: 1000 },
      3,
    );
    expect(wrong).toEqual({ runs: 3, falsePercent: 100, foundPercent: 100, medianDelay: 1, lateDelay: 1 });
    expect(late).toMatchObject({ foundPercent: 0, medianDelay: 6 });
    expect(missed).toMatchObject({ foundPercent: 0, medianDelay: Number.POSITIVE_INFINITY });
  });

  test('a case that never falls has no false alarms and begins at 0', () => {
    const [one] = score([scripted(() => [100])], findCase('flat with noise')!, { steps: 1000 }, 2);
    expect(one).toMatchObject({ falsePercent: null, medianDelay: 2 });
  });

  test('schedulers made for epochs are called with means, unless told otherwise; dlib gets the patience', () => {
    const [means, each, dlib, auto] = scoreboardContestants(
      ['keras-reduce-on-plateau', 'pytorch-reduce-on-plateau', 'dlib-slope', 'fastface-steps'],
      ['pytorch-reduce-on-plateau:every=7'],
      2000,
    );
    expect(means!.setUp).toBe('called with the mean of every 10 losses');
    expect(each!.setUp).toBe('patience 10');
    expect(dlib!.options).toMatchObject({ patience: 100 });
    expect(auto!.setUp).toBe('told the length of the run');
    // A constant loss: the 11th mean of ten is the 10th that is no better than the first.
    expect(means!.reductions(new Float64Array(2000).fill(1))[0]).toBe(109);
  });

  test('reductions are where the rate falls, also at the first loss', () => {
    const [chosen] = chooseSchedulers(['step'], ['stepSize=1', 'factor=0.5'], {
      learningRate: 1,
      totalSteps: 3,
    });
    expect(contestant(chosen!, '').reductions(new Float64Array(3))).toEqual([0, 1, 2]);
  });
});
