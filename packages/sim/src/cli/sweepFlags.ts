import { availableParallelism } from 'node:os';
import { parseSetting } from '../schedulers/chooseSchedulers.js';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import type { Shard } from '../sweep/shard.js';
import type { RandomSearch, Variation } from '../sweep/variation.js';
import { parseVary, variationsOf } from '../sweep/variationsOf.js';
import { isRedisUrl } from '../work/queue/connection.js';
import { asFailure, usageFailure } from './failure.js';
import type { ReadFlags } from './readOptions.js';

export interface SweepFlags extends ReadFlags {
  readonly output: string;
  readonly scheduler?: readonly string[];
  readonly vary?: readonly string[];
  readonly set?: readonly string[];
  readonly random?: string;
  readonly seed?: string;
  readonly segment?: string;
  readonly totalSteps?: string;
  readonly shard?: string;
  readonly threads?: string;
  readonly queue?: string;
  readonly json?: boolean;
}

/** What to try, as the command line says; a wrong one is a usage failure. */
export function chosenVariations({ scheduler, vary = [], set = [], random, seed }: SweepFlags): Variation[] {
  const wishes = vary.map((text) => orUsage('invalid --vary: ', () => parseVary(text)));
  if (random !== undefined && wishes.length === 0) throw usageFailure('--random needs at least one --vary');
  if (seed !== undefined && random === undefined) throw usageFailure('--seed needs --random');
  const search: RandomSearch | null =
    random === undefined
      ? null
      : { count: integer('--random', random, 1), seed: integer('--seed', seed ?? '1', 0) };
  return orUsage('', () =>
    variationsOf(scheduler ?? [defaultScheduler], wishes, set.map(parseSetting), search),
  );
}

/** `csv` or `parquet`, by the ending. */
export function checkOutput(output: string): void {
  if (!/\.(csv|parquet)$/.test(output))
    throw usageFailure(`invalid --output: ${output} (expected a file that ends in .csv or .parquet)`);
}

/** `i/n`; the whole is shard 1 of 1. */
export function chosenShard(text = '1/1'): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (!(shard.index >= 1 && shard.index <= shard.of && Number.isSafeInteger(shard.of)))
    throw usageFailure(`invalid --shard: ${text} (expected i/n with 1 ≤ i ≤ n)`);
  return shard;
}

export const chosenThreads = (text: string | undefined): number =>
  text === undefined ? availableParallelism() : integer('--threads', text, 1, 1024);

export function checkQueue(url: string): void {
  if (!isRedisUrl(url))
    throw usageFailure('invalid --queue (expected an address such as redis://localhost:6379)');
}

export function integer(option: string, text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = /^[\d_]+$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (value >= least && value <= most) return value;
  const bound = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `from ${least} to ${most}`;
  throw usageFailure(`invalid ${option}: ${text} (expected an integer ${bound})`);
}

/** Turns a RangeError into a usage failure. */
export function orUsage<Result>(prefix: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    throw asFailure(error, (message) => usageFailure(`${prefix}${message}`));
  }
}
