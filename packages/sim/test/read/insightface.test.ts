import { describe, expect, it } from 'vitest';
import { errorOf, traceOf } from './readText.js';

const line = (step: number, loss: string) =>
  `Training: 2024-01-05 16:09:47,747-Speed 744.40 samples/sec   Loss ${loss}   LearningRate 0.020000   Epoch: 0   Global Step: ${step}   Fp16 Grad Scale: 16384   Required: 42 hours\n`;

describe('insightface', () => {
  it('reads step, loss, rate and the planned steps of each run', async () => {
    const plan = 'Training: 2024-01-05 16:09:28,150-: total_step               ';
    const { segments, format } = await traceOf(
      `${plan}500\n${line(20, '41.5')}${line(30, 'nan')}${plan}900\n${line(20, '40.25')}`,
    );
    expect(format).toBe('insightface');
    expect(segments.map(({ steps, plannedSteps }) => [[...steps], plannedSteps])).toEqual([
      [[20, 30], 500],
      [[20], 900],
    ]);
    expect([...segments[0]!.losses]).toEqual([41.5, NaN]);
    expect([...segments[1]!.learningRates!]).toEqual([0.02]);
  });

  it('reads lines of versions that print no learning rate', async () => {
    const { segments } = await traceOf(
      'Training: 2021-01-05 16:09:47,747-Speed 744.40 samples/sec   Loss 41.5   Epoch: 0   Global Step: 50   Required: 42 hours\n',
    );
    expect(segments[0]!.learningRates).toBeNull();
    expect([...segments[0]!.steps]).toEqual([50]);
  });

  it('skips a torn line rather than invent its step', async () => {
    const torn = line(1234, '3.5').slice(0, line(1234, '3.5').indexOf('Global Step: 12') + 15);
    const { segments, notes } = await traceOf(line(1224, '3.5') + torn);
    expect([...segments[0]!.steps]).toEqual([1224]);
    expect(notes).toEqual(['1 torn line skipped']);
  });

  it('says that a log with nothing but its configuration has no curve', async () => {
    const error = await errorOf('Training: 2024-01-05 16:09:28,147-rank_id: 0\n');
    expect(error.message).toBe('no training loss: this insightface log ends before the first training line');
  });
});
