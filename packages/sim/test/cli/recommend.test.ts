import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recommendCommand } from '../../src/cli/recommendCommand.js';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { modelToJson } from '../../src/lossModel/modelJson.js';
import { lossesOf, remembering, scheduleOf, traceOf } from '../lossModel/runs.js';
import { fastface, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const noise = { scale: 0.05, power: 0.5, slow: 0, slowTime: 100 };
const epochLength = 1500;
const fitted = fitLossModel([traceOf(lossesOf(remembering, scheduleOf('step'), noise, { epochLength }))], {
  epochLength,
});
const model = folder.file('model.json', modelToJson(fitted));
const quick = [
  '--scheduler',
  'fastface',
  '--set',
  'alpha=0.02',
  '--set',
  'beta=0.02',
  '--set',
  'threshold=2e-4',
  '--seeds',
  '2',
];

describe('fastface recommend', () => {
  test('ranks every combination, says what is tied, and what the other assumptions put first', () => {
    const vary = ['--vary', 'patienceFraction=0.02,0.05,0.3', '--vary', 'factor=0.3,0.5'];
    const { status, out, err } = fastface(['recommend', model, ...quick, ...vary, '--top', '4']);
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toMatch(/^fastface: 6 configurations, 6,000 iterations, 2 seeds each/);
    expect(out).toMatch(/patienceFraction +factor +changes +first at +final loss +worse in/);
    expect(out.match(/^0\.\d+ +0\.[35] /gm)).toHaveLength(4);
    expect(out).toContain('and 2 more (--top)');
    expect(out).toMatch(/caution: 2 of 6 configurations: the patience of 1800 iterations is about an epoch/);
    expect(out).toMatch(/of 5 others cannot be told from the first/);
    expect(out).toMatch(
      /with memory power (0\.5|2) the first of the ten best is patienceFraction 0\.\d+, factor 0\.[35]/,
    );
    expect(out).toMatch(/ranks training losses under a model/);
  });

  test('without a wish it varies patience, threshold and smoothing, but for what is set', () => {
    const all = JSON.parse(
      fastface(['recommend', model, '--scheduler', 'fastface', '--seeds', '1', '--json']).out,
    );
    expect(all.ranking).toHaveLength(36);
    const { alpha, beta } = all.ranking[0].varied;
    expect(alpha).toBe(beta);
    const set = JSON.parse(fastface(['recommend', model, ...quick, '--json']).out);
    expect(set.ranking).toHaveLength(4);
    expect(Object.keys(set.ranking[0].varied)).toEqual(['patienceFraction']);
    const medians = set.ranking.map(({ finalLoss }: { finalLoss: { median: number } }) => finalLoss.median);
    expect(medians).toEqual(medians.toSorted((a: number, b: number) => a - b));
  });

  test('the default varies when a plateau is found and how much is annealed', () => {
    const { scheduler, ranking } = JSON.parse(fastface(['recommend', model, '--seeds', '1', '--json']).out);
    expect(scheduler).toBe('fastface-auto');
    expect(ranking).toHaveLength(12);
    expect(Object.keys(ranking[0].varied)).toEqual(['noiseMultiple', 'lastShare']);
  });

  test('what a model file says goes to the terminal without its control characters', () => {
    const told = JSON.parse(modelToJson(fitted));
    told.alternatives[0].name = '\u001b[31mred';
    const odd = folder.path('odd.json');
    writeFileSync(odd, JSON.stringify(told));
    for (const args of [
      ['recommend', odd, '--vary', 'patienceFraction=0.03'],
      ['simulate', odd, '--scheduler', 'fastface'],
    ]) {
      const { status, out } = fastface([...args, ...quick]);
      expect(status).toBe(0);
      expect(out).toContain('[31mred');
      expect(out).not.toContain('\u001b');
    }
  });

  test.each([
    [{ vary: ['nonsense=1,2'] }, 2, /^unknown option: nonsense \(fastface-auto has learningRate/],
    [{ vary: ['factor'] }, 2, /^invalid --vary: factor/],
    [
      { scheduler: 'fastface', vary: ['factor=0.01..0.9:200', 'haarWidth=1..100:100:int'] },
      2,
      /configurations are more than 10000/,
    ],
    [{ scheduler: 'cosine' }, 2, /^what should differ\? --vary says which options of cosine/],
    [{ scheduler: 'nobody' }, 2, /nobody/],
    [{ top: '0' }, 2, /^invalid --top: 0/],
    [{ totalSteps: '90000' }, 1, /90000 iterations are more than 4 times the 6000/],
  ])('%j ends with %i and one line', async (flags, exitCode, message) => {
    const failing = recommendCommand(model, flags);
    await expect(failing).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) });
    await expect(failing).rejects.toMatchObject({ message: expect.not.stringContaining('\n') });
  });

  test('the help has examples', () => {
    const { status, out } = fastface(['recommend', '--help']);
    expect(status).toBe(0);
    expect(out).toMatch(/Examples:\n {2}fastface recommend /);
  });
});
