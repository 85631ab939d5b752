import { readFileSync } from 'node:fs';

/** A run of an original: the rate before the first loss, and where it changed. */
export interface RunCase {
  readonly options: Record<string, unknown>;
  /** Kind, seed and length. */
  readonly losses: readonly [string, number, number];
  readonly first: number;
  /** Index of the loss after which the rate changed. */
  readonly at: readonly number[];
  readonly rates: readonly number[];
}

/** A schedule of an original: its rate at each iteration. */
export interface ScheduleCase {
  readonly name: string;
  readonly options: Record<string, unknown>;
  readonly rates: readonly number[];
}

export interface Vectors<Case> {
  readonly original: string;
  readonly cases: readonly Case[];
}

export const readVectors = <Case>(name: string): Vectors<Case> =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
