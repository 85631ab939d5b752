/** Every {@link Decision}. */
export const decisions = ['hold', 'reduce', 'back-off', 'restart', 'skip', 'finish'] as const;

/**
 * What the scheduler did after a loss: `hold` kept the rate, `reduce` lowered it, `back-off` lowered it because the
 * loss rose, `restart` raised it, `skip` kept it because the loss was unusable. `finish` means that the run can end:
 * the rate stays at its minimum, where the network no longer learns.
 */
export type Decision = (typeof decisions)[number];

/**
 * The loss of one iteration. `null` means that the optimiser skipped this update (for example after an fp16
 * overflow). Like a non-finite number, it leaves the filters unchanged.
 */
export type Loss = number | null;

/** Fields of every state. Plain JSON: finite numbers, strings, booleans, null, and arrays or records of them. */
export interface SchedulerState {
  /** Name of the scheduler that made this state. */
  readonly scheduler: string;
  /** Version of the state's layout. */
  readonly version: number;
  /** Options of the scheduler that made this state; all its states share this record. */
  readonly options?: object | undefined;
  /** Number of losses seen, which equals the index (from 0) of the update that `learningRate` is for. */
  readonly iteration: number;
  /** Learning rate of the NEXT update. */
  readonly learningRate: number;
  /** Decision after the latest loss. */
  readonly decision: Decision;
}

/**
 * Checks one field of a restored state: throws a RangeError unless `value` is valid. `path` is its position
 * (`state.trend`). `state` is the record that contains it; the common fields and the fields declared before it have
 * already been checked.
 */
export type Field<State = never> = (value: unknown, path: string, state: State) => void;

/**
 * A learning-rate scheduler as a pure state machine.
 *
 * Complete integration into a training loop:
 *
 * ```ts
 * import { fastface } from '@fastface/core';
 *
 * const scheduler = fastface({ learningRate: 0.02, totalSteps: 10_000 });
 * let state = scheduler.init();
 * for (let iteration = 0; iteration < 10_000; iteration++) {
 *   const loss = 1 / (1 + iteration); // your training step, taken at state.learningRate
 *   state = scheduler.step(state, loss);
 * }
 * console.log(state.learningRate);
 * ```
 */
export interface Scheduler<State extends SchedulerState = SchedulerState> {
  readonly name: string;
  /** State before the first update; its `learningRate` is for update 0. */
  init(): State;
  /**
   * State after one more loss. Pure; never throws. Anything but a finite number is skipped. That includes
   * `undefined`, which the types exclude and `lossDrivenRate` rejects.
   */
  step(state: State, loss: Loss): State;
  /**
   * State after all of `losses`; writes the rate after each loss to `rates` (of at least the same length). Equals
   * repeated `step`, without an object per iteration. NaN stands for a skipped update.
   */
  run?(state: State, losses: Float64Array, rates: Float64Array): State;
  /** Why `state.decision` was taken, in one line. */
  reason?(state: State): string;
  /**
   * Options of the scheduler with defaults filled in, as plain JSON. Every state contains them, and `restore` rejects
   * a state with other options.
   */
  readonly options?: object;
  /**
   * Checks for the scheduler's own state fields, built with `field` and used by `restore`. Without them `restore`
   * accepts any value in these fields.
   */
  readonly fields?: Readonly<Record<string, Field>>;
}
