/** Every {@link Decision}. */
export const decisions = ['hold', 'reduce', 'back-off', 'restart', 'skip', 'finish'] as const;

/**
 * What the scheduler did to the learning rate after a loss:
 * `hold` left it, `reduce` lowered it, `back-off` lowered it because it was too high and the loss rose, `restart` raised it, `skip`
 * could not use the loss and left it, `finish` says that the run can end: the rate stays at its floor, where nothing is learnt any
 * more.
 */
export type Decision = (typeof decisions)[number];

/**
 * The loss of one iteration. `null` means that the optimiser skipped this update (an fp16 overflow, say);
 * like a non-finite number it leaves the filters as they were.
 */
export type Loss = number | null;

/** What every state holds. Plain JSON: finite numbers, strings, booleans, null, and arrays or records of them. */
export interface SchedulerState {
  /** Name of the scheduler that made this state. */
  readonly scheduler: string;
  /** Version of the state's layout. */
  readonly version: number;
  /** Options of the scheduler that made this state: the same record in all of them. */
  readonly options?: object | undefined;
  /** Number of losses seen, which is the index (from 0) of the update that `learningRate` is for. */
  readonly iteration: number;
  /** Learning rate of the NEXT update. */
  readonly learningRate: number;
  /** What the latest loss led to. */
  readonly decision: Decision;
}

/**
 * Checks one field of a state that was read back: throws a RangeError unless the field may hold `value`. `path` says
 * where it stands (`state.trend`). `state` is the record that holds it; the fields declared before it, and those that
 * every state has, are checked already.
 */
export type Field<State = never> = (value: unknown, path: string, state: State) => void;

/**
 * A learning-rate scheduler as a pure state machine.
 *
 * The whole integration into a training loop:
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
   * State after one more loss. Pure; never throws: what is no finite number is skipped, `undefined` too, which the types keep out
   * and `lossDrivenRate` refuses.
   */
  step(state: State, loss: Loss): State;
  /**
   * State after all of `losses`, with the rate after each written to `rates` (of at least that length):
   * what repeated `step` gives, without an object an iteration. A NaN stands for a skipped update.
   */
  run?(state: State, losses: Float64Array, rates: Float64Array): State;
  /** Why `state.decision` was taken, in one line. */
  reason?(state: State): string;
  /**
   * Options that it was made with, defaults filled in, as plain JSON. Every state carries them, and `restore` refuses a
   * state with others.
   */
  readonly options?: object;
  /**
   * What each further field of a state may hold, for `restore`: checks of `field`. Without it `restore` accepts any
   * value in them.
   */
  readonly fields?: Readonly<Record<string, Field>>;
}
