import type { Executor } from '../work/executor.js';
import { inOrder } from '../work/inOrder.js';
import { type Batch, batches, largestBatch } from './batches.js';
import type { Outcome } from './outcome.js';
import type { SweepPart, SweepPlan } from './plan.js';
import type { RowRange } from './results/checkRows.js';
import type { ResultFile } from './results/resultFile.js';
import { rowLine } from './results/row.js';
import { configurationAt } from './variation.js';

/** Works out the rows that a result file lacks and adds them in order. `onProgress` gets the rows that are there. */
export async function sweep(
  plan: SweepPlan,
  range: RowRange,
  file: ResultFile,
  executor: Executor<Batch, readonly Outcome[]>,
  onProgress: (rows: number) => void,
): Promise<void> {
  const from = range.from + file.kept;
  const size = batchSize(range.to - from, executor.atOnce);
  for await (const { job: batch, result: outcomes } of inOrder(
    batches(plan, from, range.to, size),
    executor,
  )) {
    const { part, varied } = batch;
    await file.append(outcomes.map((outcome, i) => rowLine(plan, { part, varied: varied[i]! }, outcome)));
    onProgress(batch.to - range.from);
  }
}

/**
 * Configurations in a batch: enough work to be worth the way to a thread or another machine, and batches enough for
 * all. The kernel of `fastface` takes a tenth of the time of another scheduler's run; a scheduler that redoes all its
 * work at every iteration has no run, and no limit to its time.
 */
function batchSize(rows: number, atOnce: number): (part: SweepPart) => number {
  const fair = Math.ceil(rows / (2 * atOnce));
  return ({ trace, variation }) => {
    const { entry } = variation;
    if (!entry.make(configurationAt(variation, 0), trace.context).run) return 1;
    const [worthwhile, most] = entry.name === 'fastface' ? [2e7, largestBatch] : [2e6, largestBatch / 16];
    const iterations = trace.segment.steps.at(-1)! - trace.segment.steps[0]! + 1;
    return Math.min(Math.max(fair, Math.ceil(worthwhile / iterations)), most);
  };
}
