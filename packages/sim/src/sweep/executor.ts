import type { Batch } from './batches.js';
import type { Outcome } from './outcome.js';

/** Something that works out batches: the threads of this machine, or workers on any machines. */
export interface Executor {
  /** Batches that it is worth having under way at once. */
  readonly atOnce: number;
  run(batch: Batch): Promise<readonly Outcome[]>;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

/** Runs batches, several at once, and yields their outcomes in the batches' order. */
export async function* inOrder(
  batches: Iterable<Batch>,
  executor: Executor,
): AsyncGenerator<{ batch: Batch; outcomes: readonly Outcome[] }> {
  const underWay: { batch: Batch; outcomes: Promise<readonly Outcome[]> }[] = [];
  const oldest = async () => {
    const { batch, outcomes } = underWay.shift()!;
    return { batch, outcomes: await outcomes };
  };
  for (const batch of batches) {
    const outcomes = executor.run(batch);
    // Its error is for whoever waits for it, which may be later than it happens.
    outcomes.catch(() => {});
    underWay.push({ batch, outcomes });
    if (underWay.length >= executor.atOnce) yield await oldest();
  }
  while (underWay.length > 0) yield await oldest();
}
