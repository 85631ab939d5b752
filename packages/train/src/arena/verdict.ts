import { Random } from '../random.js';
import { type FigureOptions, type Figures, type PlaceRow, PlaceTable } from './placeTable.js';

/** A figure with the interval in which 95 % of its bootstrap resamples lie. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How one contestant fared over all places (task × budget × base rate). */
export interface Standing {
  readonly contestant: string;
  readonly fixed: boolean;
  /** Mean over places of metric/best − 1, the best being the best fixed schedule of the same place. */
  readonly meanRegret: Estimate;
  /** The largest regret of a place, and where. */
  readonly worst: Estimate & { readonly place: string };
  /** Share of places within 1 % of the best fixed schedule. */
  readonly within1: Estimate;
  /** As `meanRegret`, with the best base rate of each in every task and budget. */
  readonly sweptRegret: Estimate;
  /** Octaves of base rate over which it is within 2 % of its own best, mean over tasks and budgets. */
  readonly width: Estimate;
  /** Updates to the reference schedule's metric at full budget, less one point, as a share of that; null if it was never measured. */
  readonly timeToTarget: Estimate | null;
  /** Its mean regret less that of the contestant the verdict is about; a tie where the interval holds 0. */
  readonly difference: Estimate | null;
  readonly tie: boolean | null;
}

export interface Verdict {
  readonly places: number;
  readonly seeds: number;
  readonly about: string | null;
  readonly standings: readonly Standing[];
}

export interface VerdictOptions extends FigureOptions {
  /** The contestant that the others are compared with. Default: none. */
  readonly about?: string;
  /** Bootstrap resamples. Default 1,000. */
  readonly resamples?: number;
}

/**
 * What the rows of an arena say, over the places and seeds that all contestants have.
 *
 * A training that ends worse than it began, or not finite, counts as the untrained model. The metric of a place is the mean
 * over its seeds; regret is metric/best − 1 against the best fixed schedule *of the same place*, by that mean.
 *
 * Intervals: in each task the seeds are drawn with replacement, as many as there are, the same draw for all contestants,
 * rates and budgets of the task (so differences are paired), and everything is worked out again, the best fixed schedules
 * included; 2.5 and 97.5 percent quantiles of 1,000 such draws. Tasks are not resampled: an interval speaks of these tasks.
 *
 * @throws RangeError where no place has every contestant
 */
export function verdict(rows: readonly PlaceRow[], options: VerdictOptions = {}): Verdict {
  const { about = null, resamples = 1000 } = options;
  const table = new PlaceTable(rows);
  const exact = table.statistics(table.allSeeds(), options);
  const random = new Random(1, 'bootstrap');
  const drawn = Array.from({ length: resamples }, () => table.statistics(table.someSeeds(random), options));
  const estimate = (of: (figures: Figures) => number): Estimate => {
    const values = drawn.map(of).sort((a, b) => a - b);
    const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
    return { value: of(exact), low: at(0.025), high: at(0.975) };
  };
  const standings = table.contestants.map((contestant, c): Standing => {
    const aboutIndex = about === null ? -1 : table.contestants.indexOf(about);
    const difference =
      aboutIndex < 0 || aboutIndex === c ? null : estimate(({ mean }) => mean[c]! - mean[aboutIndex]!);
    return {
      contestant,
      fixed: table.fixed[c]!,
      meanRegret: estimate(({ mean }) => mean[c]!),
      worst: { ...estimate(({ worst }) => worst[c]!), place: table.places[exact.worstPlace[c]!]!.name },
      within1: estimate(({ within1 }) => within1[c]!),
      sweptRegret: estimate(({ swept }) => swept[c]!),
      width: estimate(({ width }) => width[c]!),
      timeToTarget: exact.time === null ? null : estimate(({ time }) => time![c]!),
      difference,
      tie: difference && difference.low <= 0 && difference.high >= 0,
    };
  });
  standings.sort((a, b) => a.meanRegret.value - b.meanRegret.value);
  return { places: table.places.length, seeds: table.seedCount, about, standings };
}
