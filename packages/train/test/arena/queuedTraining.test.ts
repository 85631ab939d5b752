import { describe, expect, test } from 'vitest';
import { chooseContestants } from '../../src/arena/chooseContestants.js';
import { chooseTask } from '../../src/arena/chooseTasks.js';
import { trainingsOf } from '../../src/arena/grid.js';
import { queuedTraining } from '../../src/arena/queuedTraining.js';
import train from '../../src/arena/thread.js';

const [training] = trainingsOf({
  tasks: [await chooseTask('quadratic')],
  contestants: chooseContestants(['wsd-20'], []),
  multipliers: [1],
  budgets: [0.01],
  seeds: [1],
  warmupShare: 0.02,
});

describe('a training over the queue', () => {
  test('is what was sent, and so is its result', async () => {
    const sent = JSON.parse(JSON.stringify(training));
    expect(queuedTraining.readJob(sent)).toEqual(training);
    const outcome = JSON.parse(JSON.stringify(await train(training!)));
    expect(queuedTraining.readResult(outcome, training!)).toEqual(outcome);
  });

  test.each([
    [null],
    [[]],
    [{ ...training, task: './mine.js' }],
    [{ ...training, task: 'unknown' }],
    [{ ...training, scheduler: './mine.js' }],
    [{ ...training, scheduler: 'unknown' }],
    [{ ...training, modules: 'abc' }],
    [{ ...training, options: { a: { b: 1 } } }],
    [{ ...training, steps: 1e9 }],
    [{ ...training, warmupSteps: -1 }],
    [{ ...training, learningRate: 0 }],
    [{ ...training, seed: 1.5 }],
  ])('%j is refused', (job) => {
    expect(() => queuedTraining.readJob(job)).toThrow(RangeError);
  });

  test.each([[null], [{ metric: '1' }], [{ metric: 1, trainingLoss: 1, untrained: null }]])(
    'the result %j is refused',
    (result) => {
      expect(() => queuedTraining.readResult(result, training!)).toThrow(RangeError);
    },
  );
});
