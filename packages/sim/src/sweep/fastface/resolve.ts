import { findScheduler } from '../../schedulers/findScheduler.js';
import type { SchedulerContext } from '../../schedulers/schedulerEntry.js';
import { effectiveOptions } from '../../schedulers/schedulerEntry.js';
import type { Given } from '../variation.js';

const entry = findScheduler('fastface')!;

/** Options of `fastface` with everything filled in, patience in iterations. */
export interface FastFaceConfiguration {
  readonly learningRate: number;
  readonly alpha: number;
  readonly beta: number;
  readonly threshold: number;
  readonly patience: number;
  readonly factor: number;
  readonly maxReductions: number;
  readonly minLearningRate: number;
  readonly cooldown: number;
  readonly haarWidth: number;
}

/** Fills in what core fills in. The options must have passed core's own checks. */
export function resolveFastFace(given: Given, context: SchedulerContext): FastFaceConfiguration {
  const options = effectiveOptions(entry, given, context) as unknown as FastFaceConfiguration & {
    readonly patienceFraction: number;
    readonly totalSteps: number;
  };
  const { patience = Math.floor(options.patienceFraction * options.totalSteps) } = options;
  return { ...options, patience };
}
