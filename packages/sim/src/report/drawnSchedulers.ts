import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';
import type { Replay } from '../replay.js';
import { dashOf, schedulerColors } from './palette.js';
import { sameRates } from './sameRates.js';

/** Schedulers drawn as one line, because their rates are equal. */
export interface DrawnScheduler {
  readonly label: string;
  /** Index in the palette. */
  readonly color: number;
  readonly dash: readonly number[];
  readonly replay: Replay;
  readonly replays: readonly Replay[];
  /** Step at which its rate first differs from the recorded one. */
  readonly parted: number | null;
}

/** The schedulers of a comparison with their colours. */
export function drawnSchedulers(comparison: Comparison): DrawnScheduler[] {
  const drawn = sameRates(comparison.replays);
  const colors = schedulerColors(drawn.map(({ replay }) => replay.scheduler));
  return drawn.map(({ names, replay, replays }, i) => ({
    label: names.join(', '),
    color: colors[i]!,
    dash: dashOf(i),
    replay,
    replays,
    parted: firstDivergence(comparison, replay),
  }));
}
