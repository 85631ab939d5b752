import type { ReplayedChange } from './replay.js';

/** Changes of the rate at consecutive iterations in one direction: a descent, a warm-up, or a single cut. */
export interface ChangeStretch {
  readonly first: ReplayedChange;
  readonly last: ReplayedChange;
  readonly count: number;
}

/** The changes of a replay, with consecutive ones merged. */
export function changeStretches(changes: readonly ReplayedChange[]): ChangeStretch[] {
  const stretches: ChangeStretch[] = [];
  for (const change of changes) {
    const before = stretches.at(-1);
    const goesOn =
      before !== undefined &&
      change.step === before.last.step + 1 &&
      Math.sign(change.to - change.from) === Math.sign(before.last.to - before.last.from);
    if (goesOn) stretches[stretches.length - 1] = { ...before, last: change, count: before.count + 1 };
    else stretches.push({ first: change, last: change, count: 1 });
  }
  return stretches;
}
