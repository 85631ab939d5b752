import { type CaseOptions, caseLosses } from './caseLosses.js';
import type { Case } from './cases.js';
import type { Contestant } from './contestant.js';
import { patienceOf } from './contestants.js';

/** Result of one contestant on the runs of one case. */
export interface Score {
  readonly runs: number;
  /** Runs that fell throughout and in which the rate was lowered, in per cent; null for a case that never falls. */
  readonly falsePercent: number | null;
  /** Plateaus with a reduction within 4 patiences of their start, in per cent. */
  readonly foundPercent: number;
  /** Median and 99 % quantile of the delay from there to the reduction, in patiences; infinite without a reduction. */
  readonly medianDelay: number;
  readonly lateDelay: number;
}

/** Options of the runs of a case. */
export type Kind = Pick<CaseOptions, 'steps' | 'sigma' | 'steepness'>;

/** Share of the run that falls before the plateau. */
export const plateauStart = 0.4;
/** First seed. Constants of the schedulers were chosen with seeds below a million only. */
const firstFall = 10_000_000;
const firstPlateau = 20_000_000;
/** Patiences after which a plateau counts as missed. */
const longestDelay = 4;

/**
 * Scores every contestant on the same `runs` losses that fall throughout and `runs` losses that turn flat at 40 %.
 *
 * @param onRun called after each pair of runs
 */
export function score(
  contestants: readonly Contestant[],
  one: Case,
  kind: Kind,
  runs: number,
  onRun?: () => void,
): Score[] {
  const patience = patienceOf(kind.steps);
  const start = one.flat ? 0 : Math.ceil(plateauStart * kind.steps);
  const wrong = contestants.map(() => 0);
  const delays = contestants.map((): number[] => []);
  for (let seed = 1; seed <= runs; seed++) {
    const fall = one.flat ? null : caseLosses(one, { ...kind, patience, falling: 1, seed: firstFall + seed });
    const plateau = caseLosses(one, { ...kind, patience, falling: plateauStart, seed: firstPlateau + seed });
    contestants.forEach(({ reductions }, i) => {
      if (fall && reductions(fall).length > 0) wrong[i]!++;
      const found = reductions(plateau).find((iteration) => iteration >= start);
      delays[i]!.push(found === undefined ? Number.POSITIVE_INFINITY : (found - start) / patience);
    });
    onRun?.();
  }
  return contestants.map((_, i) => {
    const sorted = delays[i]!.sort((a, b) => a - b);
    return {
      runs,
      falsePercent: one.flat ? null : (100 * wrong[i]!) / runs,
      foundPercent: (100 * sorted.filter((delay) => delay <= longestDelay).length) / runs,
      medianDelay: sorted[Math.floor(runs / 2)]!,
      lateDelay: sorted[Math.min(runs - 1, Math.floor(0.99 * runs))]!,
    };
  });
}
