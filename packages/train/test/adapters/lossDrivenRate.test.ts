import { fastface, fromSchedule } from '@fastface/core';
import { lossDrivenRate, type RateChange } from '@fastface/core/adapters';
import { describe, expect, test } from 'vitest';

const fallThenFlat = (iteration: number) =>
  Math.max(1, 5 - iteration / 100) + 0.1 * Math.sin(iteration * iteration);

describe('lossDrivenRate', () => {
  test('is fastface-auto unless told otherwise, and reduces where the loss has stopped falling', () => {
    const changes: RateChange[] = [];
    const rate = lossDrivenRate({ learningRate: 0.1, totalSteps: 1000, onChange: (c) => changes.push(c) });
    expect(rate.learningRate).toBe(0.1);
    for (let iteration = 0; iteration < 1000; iteration++) rate.step(fallThenFlat(iteration));
    expect(rate.state.scheduler).toBe('fastface-auto');
    expect(changes[0]).toMatchObject({ from: 0.1, reason: expect.stringContaining('straight to zero') });
    expect(changes[0]!.iteration).toBeGreaterThan(400);
    expect(rate.learningRate).toBe(0);
    expect(rate.learningRate).toBe(changes.at(-1)!.to);
  });

  test('goes on from a state that went through JSON as if nothing had happened', () => {
    const options = { learningRate: 0.1, totalSteps: 1000 };
    const whole = lossDrivenRate(options);
    const before = lossDrivenRate(options);
    for (let i = 0; i < 1000; i++) whole.step(fallThenFlat(i));
    for (let i = 0; i < 613; i++) before.step(fallThenFlat(i));
    const after = lossDrivenRate({ ...options, state: JSON.parse(JSON.stringify(before.state)) });
    for (let i = 613; i < 1000; i++) after.step(fallThenFlat(i));
    expect(after.state).toEqual(whole.state);
  });

  test('takes any scheduler; a loss that is no number is skipped', () => {
    const rate = lossDrivenRate({ scheduler: fastface({ learningRate: 1, patience: 1, alpha: 1, beta: 1 }) });
    for (const loss of [2, 1, Number.NaN, null, 1]) rate.step(loss);
    expect(rate.learningRate).toBe(1);
    expect([1, 1, 1].map((loss) => rate.step(loss))).toEqual([0.5, 0.5, 0.25]);
  });

  test('says what is missing or wrong', () => {
    expect(() => lossDrivenRate({ totalSteps: 5 })).toThrow(/^missing learningRate \(expected/);
    expect(() => lossDrivenRate({ learningRate: 5 })).toThrow(/^missing totalSteps/);
    expect(() =>
      lossDrivenRate({ learningRate: 0.1, totalSteps: 100, state: { scheduler: 'step' } }),
    ).toThrow(/^invalid state.scheduler: "step"/);
    expect(lossDrivenRate({ scheduler: fromSchedule(() => 3) }).learningRate).toBe(3);
  });
});
