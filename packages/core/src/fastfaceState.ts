import type { ResolvedOptions } from './fastfaceOptions.js';
import { count, type Fields, finite, nullWhile } from './field.js';
import { type PatienceState, patienceFields } from './patience.js';
import type { Decision, SchedulerState } from './scheduler.js';

/** What the states of the FastFace family have in common. */
export interface FastFaceState extends SchedulerState, PatienceState {
  /** S: the smoothed decrease per iteration, positive while the loss falls; null until it is defined. */
  readonly trend: number | null;
  /** Unusable losses: not finite, or from a skipped update. */
  readonly skipped: number;
}

/** State of the cascade form: a dozen values, whatever the length of the run. */
export interface CascadeState extends FastFaceState {
  /** L_0, the first usable loss; null until it is seen. */
  readonly firstLoss: number | null;
  /** E_t − L_0: the smoothed loss relative to the first, so that a constant offset costs no accuracy. */
  readonly smoothedChange: number;
}

export const initialState = (scheduler: string, options: Pick<ResolvedOptions, 'learningRate'>) => ({
  scheduler,
  version: 2,
  options,
  iteration: 0,
  learningRate: options.learningRate,
  decision: 'hold' as const,
  trend: null,
  stationarySteps: 0,
  reductions: 0,
  cooldownLeft: 0,
  skipped: 0,
});

/** Losses that went into the filters. */
export const usableLosses = ({ iteration, skipped }: FastFaceState): number => iteration - skipped;

/** Field checks; the trend is defined from `needed` usable losses on. */
export const fastfaceFields = (options: ResolvedOptions, needed: number): Fields<FastFaceState> => ({
  skipped: count((state) => state.iteration),
  ...patienceFields(options),
  trend: nullWhile((state) => usableLosses(state) < needed, finite),
});

export const cascadeFields = (options: ResolvedOptions, needed: number): Fields<CascadeState> => ({
  ...fastfaceFields(options, needed),
  firstLoss: nullWhile((state) => usableLosses(state) === 0, finite),
  smoothedChange: finite,
});

/** The reason for the state's decision, in one line. */
export function fastfaceReason(options: ResolvedOptions, state: FastFaceState): string {
  return reasonOf[state.decision]?.(options, state) ?? state.decision;
}

const reasonOf: Partial<Record<Decision, (options: ResolvedOptions, state: FastFaceState) => string>> = {
  reduce: (options, state) =>
    `trend ${short(state.trend)} is below ${short(options.threshold)}, as in the ${options.patience} iterations before`,
  restart: () => 'raised',
  skip: () => 'the loss is not a finite number; filters left as they were',
  hold: (options, state) =>
    state.trend === null
      ? 'no trend yet'
      : state.trend < options.threshold
        ? `stationary for ${state.stationarySteps} of ${options.patience} iterations`
        : `trend ${short(state.trend)} is not below ${short(options.threshold)}`,
};

/** Four significant digits, in plain notation if that is short. */
export function short(value: number | null): string {
  if (value === null) return 'none';
  const rounded = Number(value.toPrecision(4));
  return rounded === 0 || Math.abs(rounded) >= 1e-3 ? String(rounded) : rounded.toExponential();
}

/** True if the value is finite. This single test catches NaN, infinities and overflow anywhere in a filter. */
export const isFiniteNumber = (value: number): boolean => value - value === 0;
