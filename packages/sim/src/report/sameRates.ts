import type { Replay } from '../replay.js';

/** Replays with equal rates, shown once under all their names. */
export interface SameRates {
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
