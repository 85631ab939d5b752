import { loadScheduler } from '@fastface/sim';
import { chooseTask } from './chooseTasks.js';
import type { Training } from './grid.js';
import type { Task } from './task.js';
import { runTraining, type TrainingOutcome } from './training.js';

const loaded = new Map<string, Promise<Task>>();

/** One training of a grid; what a thread of the pool runs. */
export default async function train(training: Training): Promise<TrainingOutcome> {
  const { task: name, scheduler, options, learningRate, steps, warmupSteps } = training;
  const task = loaded.get(name) ?? chooseTask(name);
  loaded.set(name, task);
  const entry = await loadScheduler(scheduler);
  const made = entry.make(options, { learningRate, totalSteps: steps - warmupSteps });
  return runTraining(await task, made, training);
}
