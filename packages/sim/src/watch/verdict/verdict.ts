/** What a run does, as its losses show it. */
export interface Verdict {
  /**
   * `falling`: the loss gets lower; `flat`: it does not, and would have been seen to; `diverging`: it slowly gets higher;
   * `spike`: one record stands far above the others; `blown-up`: it is no number any more, or far above where it began.
   */
  readonly verdict: 'falling' | 'flat' | 'diverging' | 'spike' | 'blown-up';
  /** Step from which on it holds. */
  readonly since: number;
  /** Probability, under normal noise, that it is so; 0.5 to 1. */
  readonly confidence: number;
  readonly reason: string;
}

/** A verdict of its own from the losses so far. Pure: `step` changes no state, which is plain JSON. */
export interface Detector<State> {
  init(): State;
  step(state: State, step: number, loss: number): State;
  /** What holds after the latest loss; null where nothing is to be said. */
  verdict(state: State): Verdict | null;
}

/** Four significant digits. */
export const digits = (value: number): string => String(Number(value.toPrecision(4)));
