import type { Replay } from '../replay.js';

/** Replays that came to the same rates, shown once under all their names. */
export interface SameRates {
  readonly names: readonly string[];
  readonly replay: Replay;
}

/** Groups replays by their rates, in order of first appearance. */
export function sameRates(replays: readonly Replay[]): SameRates[] {
  const groups = new Map<string, { names: string[]; replay: Replay }>();
  for (const replay of replays) {
    const key = JSON.stringify([
      replay.initialLearningRate,
      replay.changes.map(({ step, to }) => [step, to]),
    ]);
    const group = groups.get(key);
    if (group) group.names.push(replay.scheduler);
    else groups.set(key, { names: [replay.scheduler], replay });
  }
  return [...groups.values()];
}
