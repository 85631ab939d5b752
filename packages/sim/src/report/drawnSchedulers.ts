import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';
import type { Replay } from '../replay.js';
import { dashOf, schedulerColors } from './palette.js';

/** Replays with equal rates, shown once under all their names. */
interface SameRates {
  readonly names: readonly string[];
  /** The first of them, which stands for all. */
  readonly replay: Replay;
  readonly replays: readonly Replay[];
}

/** Groups replays by their rates, in order of first appearance. */
export function sameRates(replays: readonly Replay[]): SameRates[] {
  const groups = new Map<string, { names: string[]; replay: Replay; replays: Replay[] }>();
  for (const replay of replays) {
    const key = JSON.stringify([
      replay.initialLearningRate,
      replay.changes.map(({ step, to }) => [step, to]),
    ]);
    const group = groups.get(key);
    if (group) {
      group.names.push(replay.scheduler);
      group.replays.push(replay);
    } else groups.set(key, { names: [replay.scheduler], replay, replays: [replay] });
  }
  return [...groups.values()];
}

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
