import type { Decision } from '@fastface/core';
import type { Verdict } from './verdict/verdict.js';

/** What a scheduler says about the next update. */
export interface RateEvent {
  readonly event: 'decision';
  /** Step, as the log counts, of the iteration whose loss led to it. */
  readonly step: number;
  readonly decision: Decision;
  /** Learning rate before, and for the next update. */
  readonly from: number;
  readonly learningRate: number;
  /** The rate as a share of the base rate: for groups with rates of their own. */
  readonly scale: number;
  readonly reason: string;
}

/** A run begins: what is known of it, and what watches it. */
export interface RunEvent {
  readonly event: 'run';
  /** From 1: a log may hold several. */
  readonly run: number;
  readonly step: number;
  /** Iterations from record to record; null where there is one only. */
  readonly stride: number | null;
  readonly scheduler: string | null;
  readonly learningRate: number;
  readonly totalSteps: number | null;
  readonly options: Readonly<Record<string, unknown>>;
  /** What had to be assumed, and how to say it. */
  readonly notes: readonly string[];
}

/** The run does something else than before. */
export interface VerdictEvent extends Verdict {
  readonly event: 'verdict';
  readonly step: number;
}

/** What follows from the losses alone: the same whenever the log is read, and however often. Numbered from 1 in `n`. */
export type LossEvent = RateEvent | RunEvent | VerdictEvent;
export type NumberedEvent = LossEvent & { readonly n: number };
