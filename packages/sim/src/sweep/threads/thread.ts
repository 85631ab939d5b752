import { loadScheduler } from '../../schedulers/loadScheduler.js';
import { evaluate, type SweepTask } from '../evaluate.js';
import type { Outcome } from '../outcome.js';

/** What a thread of the pool runs. */
export default async function (task: SweepTask): Promise<Outcome[]> {
  if (task.isModule) await loadScheduler(task.scheduler);
  return evaluate(task);
}
