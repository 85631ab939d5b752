import { fitErrors } from '../../packages/sim/src/lossModel/fitErrors.js';
import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import type { Law } from '../../packages/sim/src/lossModel/lossModel.js';
import { alignStarts } from '../../packages/sim/src/lossModel/modelTrace.js';
import { predict } from '../../packages/sim/src/lossModel/predict.js';
import { recordedTrace } from './recordedLogs.js';

/** The schedules that each was trained under. */
export const schedules = [
  'constant_24000',
  'constant_72000',
  'cosine_24000',
  'cosine_72000',
  'wsd_20000_24000',
  'wsdcon_3',
  'wsdcon_9',
  'wsdcon_18',
  'wsdld_20000_24000',
] as const;
type Schedule = (typeof schedules)[number];

/** Which schedules a model is fitted on; it is tested on the others. */
export const splits: Readonly<Record<'split' | 'one', readonly Schedule[]>> = {
  split: ['constant_24000', 'cosine_24000', 'wsdcon_9'],
  one: ['wsdcon_9'],
};

/** Errors on held-out schedules, as the Multi-Power Law's authors count them. */
export interface HeldOut {
  /** Mean over the held-out curves of the mean |L − L̂|/L, and of R². */
  readonly error: number;
  readonly r2: number;
  readonly byCurve: Readonly<Record<string, number>>;
}

/** Language models under nine schedules: a law fitted on some, tested on the others. */
export async function languageModel(
  size: '25M' | '100M',
  split: keyof typeof splits,
  law: Law['law'],
): Promise<HeldOut> {
  const traces = alignStarts(
    await Promise.all(schedules.map((name) => recordedTrace(`lr_law/${size}_${name}.csv`, 'sampled'))),
  );
  const byName = new Map(schedules.map((name, i) => [name, traces[i]!]));
  const fitted = splits[split];
  const model = fitLossModel(
    fitted.map((name) => byName.get(name)!),
    { law },
  );
  const tested = schedules
    .filter((name) => !fitted.includes(name))
    .map((name) => {
      const trace = byName.get(name)!;
      return { name, ...fitErrors(trace.losses, predict(model, trace)) };
    });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    error: mean(tested.map((one) => one.mean)),
    r2: mean(tested.map((one) => one.r2)),
    byCurve: Object.fromEntries(tested.map((one) => [one.name, one.mean])),
  };
}
