import { type BlownUpState, blownUp } from './blownUp.js';
import { type SpikeState, spike } from './spike.js';
import { type TrendState, trend } from './trend.js';
import type { Verdict } from './verdict.js';

export interface VerdictsState {
  readonly blownUp: BlownUpState;
  readonly spike: SpikeState;
  readonly trend: TrendState;
}

export const noVerdicts = (): VerdictsState => ({
  blownUp: blownUp.init(),
  spike: spike.init(),
  trend: trend.init(),
});

/** All detectors with one record more. */
export const stepVerdicts = (state: VerdictsState, step: number, loss: number): VerdictsState => ({
  blownUp: blownUp.step(state.blownUp, step, loss),
  spike: spike.step(state.spike, step, loss),
  trend: trend.step(state.trend, step, loss),
});

/** What the run does: the gravest of what the detectors say; null where nothing can be said yet. */
export const verdictOf = (state: VerdictsState): Verdict | null =>
  blownUp.verdict(state.blownUp) ?? spike.verdict(state.spike) ?? trend.verdict(state.trend);
