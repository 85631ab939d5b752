import { createInterface } from 'node:readline';
import { restore, type SchedulerState } from '@fastface/core';
import { numberOf } from '../read/number.js';
import { parseJson } from '../read/table/jsonText.js';
import { usageFailure } from './failure.js';
import { chooseSchedulers } from './settings.js';
import { positiveInteger, positiveNumber } from './values.js';

export interface StepFlags {
  readonly scheduler: string;
  readonly set?: readonly string[];
  readonly learningRate: string;
  readonly totalSteps?: string;
}

/** `fastface step`: a scheduler for a trainer in any language, a line of JSON for each loss. */
export async function stepCommand(flags: StepFlags): Promise<void> {
  const learningRate = positiveNumber('--learning-rate', flags.learningRate);
  const totalSteps =
    flags.totalSteps === undefined ? undefined : positiveInteger('--total-steps', flags.totalSteps);
  // Schedulers that need the length say so themselves.
  const context = { learningRate, ...(totalSteps === undefined ? {} : { totalSteps }) };
  const [chosen] = chooseSchedulers([flags.scheduler], flags.set ?? [], context as Required<typeof context>);
  if (!chosen) throw usageFailure('no scheduler');
  const { scheduler } = chosen;
  let state: SchedulerState = scheduler.init();
  const say = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  const sayRate = () => {
    const { iteration, decision } = state;
    const reason = decision === 'hold' ? {} : { reason: scheduler.reason?.(state) ?? decision };
    const scale = state.learningRate / learningRate;
    say({ iteration, learningRate: state.learningRate, scale, decision, ...reason });
  };
  sayRate();
  let number = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    number++;
    if (line.trim() === '') continue;
    const asked = askedBy(line);
    if (typeof asked === 'string') say({ error: `line ${number}: ${asked}` });
    else if ('loss' in asked) {
      state = scheduler.step(state, asked.loss);
      sayRate();
    } else if ('restore' in asked) {
      try {
        state = restore(scheduler, asked.restore);
        sayRate();
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        say({ error: `line ${number}: ${error.message}` });
      }
    } else say({ state });
  }
}

type Asked = { readonly loss: number | null } | { readonly restore: unknown } | { readonly state: true };

/** What a line asks for, or what is wrong with it. */
function askedBy(line: string): Asked | string {
  const plain = numberOf(line.trim());
  if (plain !== undefined) return { loss: plain };
  const value = parseJson(line);
  if (value === null) return { loss: null };
  if (typeof value === 'object' && !Array.isArray(value)) {
    const record = value as Record<string, unknown>;
    if ('loss' in record) {
      const { loss } = record;
      const number = typeof loss === 'string' ? numberOf(loss.trim()) : loss;
      if (number === null || typeof number === 'number') return { loss: number };
    } else if ('restore' in record) return { restore: record.restore };
    else if (record.state === true) return { state: true };
  }
  return 'expected a loss (2.31, null, NaN or {"loss": 2.31}), {"state": true} or {"restore": STATE}';
}
