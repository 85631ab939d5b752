import { describe, expect, test } from 'vitest';
import { chooseSchedulers } from '../../src/schedulers/chooseSchedulers.js';
import { findScheduler } from '../../src/schedulers/findScheduler.js';
import { loadScheduler } from '../../src/schedulers/loadScheduler.js';
import { fastface, insightfaceLog, temporaryFolder } from '../cli/run.js';

const folder = temporaryFolder();
const context = { learningRate: 0.1, totalSteps: 1000 };
let files = 0;
const moduleOf = (code: string, ending = 'mjs') => folder.file(`own${files++}.${ending}`, code);

/** Halves the rate every so many iterations. `step` is the body of a step that has state s and options o. */
const halving = (step = 'return at(s.iteration + 1, s.learningRate, o)') => `
const at = (iteration, before, { every = 50 }) => {
  const halve = iteration > 0 && iteration % every === 0;
  return { scheduler: 'halving', version: 1, iteration, learningRate: halve ? before / 2 : before, decision: halve ? 'reduce' : 'hold' };
};
let calls = 0;
const make = (o) => {
  if (!(o.every === undefined || o.every > 0)) throw new RangeError('invalid every: ' + o.every + ' (expected > 0)');
  return { name: 'halving', init: () => at(0, o.learningRate, o), step(s) { ${step} } };
};
`;
const own = `${halving()} export default make;`;

test('a module is a scheduler by its path: as default export, as export named scheduler, as CommonJS', async () => {
  const forms = [
    moduleOf(own),
    moduleOf(`${halving()} export const scheduler = make;`),
    moduleOf(`${halving()} module.exports = make;`, 'cjs'),
    moduleOf(`${halving()} exports.scheduler = make;`, 'cjs'),
  ];
  for (const path of forms) {
    const entry = await loadScheduler(path);
    expect(findScheduler(path)).toBe(entry);
    const [chosen] = chooseSchedulers([path], ['every=10', `${path}:learningRate=0.5`], context);
    let state = chosen!.scheduler.init();
    for (let i = 0; i < 20; i++) state = chosen!.scheduler.step(state, 1);
    expect([state.learningRate, chosen!.options]).toEqual([
      0.125,
      { learningRate: 0.5, totalSteps: 1000, every: 10 },
    ]);
  }
});

test('a list of options says what can be set, and what holds otherwise', async () => {
  const path = moduleOf(
    `${own} export const options = [{ name: 'every', description: 'iterations', default: 50 }];`,
  );
  await loadScheduler(path);
  const [chosen] = chooseSchedulers([path], [], context);
  expect(chosen!.options).toEqual({ learningRate: 0.1, totalSteps: 1000, every: 50 });
  expect(() => chooseSchedulers([path], ['evry=3'], context)).toThrow('unknown option in --set: evry');
  expect(() => chooseSchedulers([path], ['every=0'], context)).toThrow(`${path}: invalid every: 0`);
});

test('one that cannot be made without options is tried as it is first made', async () => {
  const needs = halving().replace('o.every === undefined || ', '');
  const path = moduleOf(`${needs} export default make;`);
  await loadScheduler(path);
  expect(() => chooseSchedulers([path], [], context)).toThrow('invalid every: undefined');
  expect(chooseSchedulers([path], ['every=5'], context)).toHaveLength(1);
  const bad = moduleOf(`${needs.replace('return at(', 's.iteration++; return at(')} export default make;`);
  await loadScheduler(bad);
  expect(() => chooseSchedulers([bad], ['every=5'], context)).toThrow('breaks the law');
});

test('settings may be for it by the name that it gives itself', async () => {
  const path = moduleOf(own);
  await loadScheduler(path);
  expect(chooseSchedulers([path], ['halving:every=7'], context)[0]!.options.every).toBe(7);
});

describe('what goes wrong later than the laws were tried', () => {
  const log = folder.file('late.log', insightfaceLog(Array.from({ length: 1000 }, () => 1)));
  test.each([
    [
      'if (s.iteration === 699) return { ...s, iteration: 700, learningRate: NaN }',
      'the learning rate is NaN',
    ],
    ['if (s.iteration === 699) return { ...s, iteration: 700, learningRate: -1 }', 'the learning rate is -1'],
    ['if (s.iteration === 699) throw new Error("no\\nway")', 'fails at iteration 700: Error: no'],
  ])('%s', (step, message) => {
    const path = moduleOf(
      `${halving(`${step}; return at(s.iteration + 1, s.learningRate, o)`)} export default make;`,
    );
    const { status, out, err } = fastface(['replay', log, '--scheduler', path]);
    expect([status, out]).toEqual([1, '']);
    expect(err).toContain(`${path}: ${message}`);
    expect(err).not.toMatch(/\n./);
  });
});

describe('a module that is refused, in one line', () => {
  test.each([
    ['that is not there', null, 'no such file in '],
    ['that does not parse', 'export default (', 'does not load: '],
    ['that throws', 'throw new Error("no\\nway")', 'does not load: Error: no'],
    ['without a scheduler', 'export const x = 1', 'exports no scheduler (expected a function'],
    ['whose scheduler is none', 'export default 3', 'exports no scheduler (expected a function'],
    [
      'whose options are no list',
      `${own} export const options = { every: 1 }`,
      'exports options that are no list',
    ],
    [
      'whose options have no names',
      `${own} export const options = [3, null]`,
      'exports options that are no list',
    ],
    ['that changes its state', halving('s.iteration++; return s'), 'breaks the law "pure"'],
    [
      'that keeps state outside',
      halving('return at(s.iteration + 1, s.learningRate * (calls++ % 2 ? 1 : 0.9), o)'),
      'breaks the law',
    ],
    [
      'whose rate is not bounded',
      halving('return { ...at(s.iteration + 1, s.learningRate, o), learningRate: -1 }'),
      'breaks the law "bounded"',
    ],
    [
      'whose state JSON changes',
      halving('return { ...at(s.iteration + 1, s.learningRate, o), last: new Date(0) }'),
      'breaks the law',
    ],
    ['that throws in step', halving('throw new TypeError("oh")'), 'threw TypeError: oh'],
    [
      'whose NaN sticks',
      halving('return { ...at(s.iteration + 1, s.learningRate, o), best: NaN }'),
      'breaks the law',
    ],
  ])('%s', async (_, code, line) => {
    const text =
      code?.includes('const make') && !code.includes('export') ? `${code} export default make;` : code;
    const path = text === null ? folder.path('nowhere.mjs') : moduleOf(text);
    const error = await loadScheduler(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toContain(`${path}: `);
    expect((error as Error).message).toContain(line);
    expect((error as Error).message).not.toContain('\n');
    expect(findScheduler(path)).toBeUndefined();
  });
});

test('commands take a module wherever they take a scheduler', () => {
  const path = moduleOf(own);
  const losses = Array.from({ length: 120 }, (_, i) => 3 + 40 * Math.exp(-i / 30));
  const log = folder.file('training.log', insightfaceLog(losses));
  const output = folder.path('rows.csv');
  const replayed = fastface(['replay', log, '--scheduler', path, '--set', 'every=500', '--json']);
  expect(JSON.parse(replayed.out).replays[0].changes.length).toBeGreaterThan(1);
  const swept = fastface([
    'sweep',
    log,
    '--scheduler',
    path,
    '--vary',
    'every=300,600',
    '--threads',
    '1',
    '-o',
    output,
  ]);
  expect(swept).toMatchObject({ status: 0, err: '' });
  expect(fastface(['schedulers', path]).out).toContain('whatever else is set');
  const queued = fastface([
    'sweep',
    log,
    '--scheduler',
    path,
    '-o',
    `${output}.csv`,
    '--queue',
    'redis://127.0.0.1:1',
  ]);
  expect(queued.status).toBe(2);
  expect(queued.err).toContain(`--queue: workers load no modules, so ${path} cannot go there`);
  const missing = fastface(['compare', log, '--scheduler', './nowhere.js']);
  expect([missing.status, missing.err.trimEnd().split('\n').length]).toEqual([2, 1]);
});
