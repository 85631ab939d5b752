import { type Contestant, patienceOf } from './contestants.js';
import { type Curve, losses } from './losses.js';

/** How one contestant fared on runs of one kind. */
export interface Score {
  readonly runs: number;
  /** Runs that fell throughout and in which the rate was lowered, in per cent. */
  readonly falsePercent: number;
  /** Plateaus answered within 4 patience windows, in per cent. */
  readonly foundPercent: number;
  /** Median and 99 % quantile of the way from the plateau's start to the reduction, in patience windows. */
  readonly medianDelay: number;
  readonly lateDelay: number;
}

export type Kind = Omit<Curve, 'falling' | 'seed'>;

/** Share of the run that falls before the plateau. */
export const plateauStart = 0.4;

/** Every contestant on the same `runs` falls and `runs` plateaus. */
export function score(contestants: readonly Contestant[], kind: Kind, runs: number): Score[] {
  const patience = patienceOf(kind.steps);
  const start = Math.ceil(plateauStart * kind.steps);
  const wrong = contestants.map(() => 0);
  const delays = contestants.map((): number[] => []);
  for (let seed = 1; seed <= runs; seed++) {
    const fall = losses({ ...kind, falling: 1, seed });
    const plateau = losses({ ...kind, falling: plateauStart, seed: seed + 500_000 });
    contestants.forEach(({ reductions }, i) => {
      if (reductions(fall).length > 0) wrong[i]!++;
      const found = reductions(plateau).find((iteration) => iteration >= start);
      delays[i]!.push(found === undefined ? Number.POSITIVE_INFINITY : (found - start) / patience);
    });
  }
  return contestants.map((_, i) => {
    const sorted = delays[i]!.sort((a, b) => a - b);
    return {
      runs,
      falsePercent: (100 * wrong[i]!) / runs,
      foundPercent: (100 * sorted.filter((delay) => delay <= 4).length) / runs,
      medianDelay: sorted[Math.floor(runs / 2)]!,
      lateDelay: sorted[Math.min(runs - 1, Math.floor(0.99 * runs))]!,
    };
  });
}

/** Scores of several kinds, counted together; delays are medians of medians. */
export function together(scores: readonly Score[]): Score {
  const runs = scores.reduce((sum, one) => sum + one.runs, 0);
  const mean = (of: (one: Score) => number) =>
    scores.reduce((sum, one) => sum + of(one) * one.runs, 0) / runs;
  const medians = scores.map(({ medianDelay }) => medianDelay).sort((a, b) => a - b);
  return {
    runs,
    falsePercent: mean(({ falsePercent }) => falsePercent),
    foundPercent: mean(({ foundPercent }) => foundPercent),
    medianDelay: medians[medians.length >> 1]!,
    lateDelay: Math.max(...scores.map(({ lateDelay }) => lateDelay)),
  };
}
