import type { Executor } from '../work/executor.js';
import { inOrder } from '../work/inOrder.js';
import { type Batch, batches, largestBatch } from './batches.js';
import type { Outcome } from './outcome.js';
import type { SweepPart, SweepPlan } from './plan.js';
import type { RowRange } from './results/checkRows.js';
import type { ResultFile } from './results/resultFile.js';
import { rowLine } from './results/row.js';
import { configurationAt } from './variation.js';

/**
 * Computes the rows that a result file lacks and appends them in order. `onProgress` receives the number of rows
 * written.
 */
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
 * Number of configurations per batch: large enough to justify sending it to a thread or another machine, small enough
 * to keep all busy. The kernel of `fastface` takes a tenth of the time of another scheduler's run. Schedulers without
 * a `run` recompute everything at every iteration, so their time is unbounded.
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
