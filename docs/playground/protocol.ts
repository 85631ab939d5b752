import type { Comparison, ReadOptions, Replay, SchedulerContext } from '@fastface/sim/browser';
import type { Values } from './sliders.js';

/** Reads a log that was dropped, or makes an embedded run. */
export interface ReadRequest {
  readonly kind: 'read';
  readonly source: File | string;
  readonly options: ReadOptions;
  /** As `--segment`: last, longest, a number, or nothing. */
  readonly segment: string | undefined;
}

/** A scheduler with the options that are given to it. */
export interface Wanted {
  readonly name: string;
  readonly given: Readonly<Record<string, unknown>>;
}

/** Runs schedulers over what was read last, with samples between two steps. */
export interface ReplayRequest {
  readonly kind: 'replay';
  readonly wanted: readonly Wanted[];
  readonly from: number;
  readonly to: number;
  readonly samples: number;
}

/** A part of the playground that the worker asked for. */
export interface PartRequest {
  readonly kind: 'part';
  readonly name: string;
  readonly text: string;
}

export type Request = ReadRequest | ReplayRequest;

/** What was read, or the line that says why not. */
export interface ReadAnswer {
  readonly kind: 'read';
  readonly problem: string | null;
  /** Without replays. */
  readonly base: Comparison | null;
  readonly context: SchedulerContext | null;
  /** Values that suit the run, from its noise and length. */
  readonly start: Values | null;
}

/** What a scheduler made of the run, or why it could not be made; `note` says what a reader should know. */
export type Outcome =
  | { readonly name: string; readonly replay: Replay; readonly note: string | null }
  | { readonly name: string; readonly problem: string };

export interface ReplayAnswer {
  readonly kind: 'replay';
  readonly outcomes: readonly Outcome[];
}

/** Something went wrong that should not. */
export interface BrokenAnswer {
  readonly kind: 'broken';
  readonly problem: string;
}

/** The worker needs a part: the log of an embedded run, or to be begun anew with the reader of Parquet files. */
export interface NeedAnswer {
  readonly kind: 'need';
  readonly name: string;
}

export type Answer = ReadAnswer | ReplayAnswer | BrokenAnswer;
