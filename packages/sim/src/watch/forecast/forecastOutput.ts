import type { Executor } from '../../work/executor.js';
import type { Course } from '../course.js';
import type { SourceEvent, WatchOutput } from '../watchLog.js';
import type { Forecast, ForecastEvent } from './forecast.js';
import type { ForecastTask } from './thread.js';

export interface ForecastOptions {
  readonly course: Course;
  readonly tell: (event: SourceEvent) => void;
  /** Milliseconds from one fit to the next, at least. */
  readonly every: number;
  readonly now?: () => number;
}

/** A forecast is told again when the run has gone on by this share of its length, or when it leaves its interval. */
const toldAgain = 0.1;

/** Tells what the loss will be at the end; fitted in a thread of its own, so that no line waits for it. */
export function forecastOutput({
  course,
  tell,
  every,
  now = () => performance.now(),
}: ForecastOptions): WatchOutput & { close(): Promise<void> } {
  let begun = Number.NEGATIVE_INFINITY;
  let executor: Executor<ForecastTask, Forecast> | null = null;
  let isBusy = false;
  let told: ForecastEvent | null = null;
  let seen = '';
  let isClosed = false;
  const take = (forecast: Forecast, step: number) => {
    const event = { event: 'forecast', step, ...forecast } as const;
    if (isClosed || !isNews(told, event)) return;
    told = event;
    tell(event);
  };
  const run = async (task: ForecastTask) => {
    try {
      executor ??= await startThread();
      take(await executor.run(task), task.segment.steps.at(-1)!);
    } catch {
      // A fit that fails is nothing that a run has to be stopped for; nor is one that is given up.
    }
    isBusy = false;
  };
  return {
    read(watcher, atEnd) {
      if (!atEnd || isBusy || now() - begun < every) return;
      const task = taskOf(course, watcher.totalSteps);
      if (task === null) return;
      const key = `${course.firstStep} ${task.segment.steps.at(-1)}`;
      if (key === seen) return;
      [begun, seen, isBusy] = [now(), key, true];
      void run(task);
    },
    /** Gives up what is under way, and tells nothing any more. */
    async close() {
      begun = Number.POSITIVE_INFINITY;
      isClosed = true;
      await executor?.close();
    },
  };
}

/** Loaded when it is needed: a watch that has hardly begun does not wait for it. */
async function startThread(): Promise<Executor<ForecastTask, Forecast>> {
  const { moduleBeside, threadExecutor } = await import('../../work/threadExecutor.js');
  return threadExecutor(moduleBeside(import.meta.url, './thread'), 1, { maxOldGenerationSizeMb: 256 });
}

function taskOf(course: Course, totalSteps: number | null): ForecastTask | null {
  const { firstStep } = course;
  if (totalSteps === null || firstStep === null) return null;
  const segment = course.segment();
  const lastStep = firstStep - 1 + totalSteps;
  return segment.steps.length > 0 && segment.steps.at(-1)! < lastStep ? { segment, lastStep } : null;
}

const isSilent = ({ stays, toZero }: Forecast): boolean => stays === null && toZero === null;

/** Whether it says something else than what was told last. That nothing is said is told once for each reason. */
function isNews(before: ForecastEvent | null, after: ForecastEvent): boolean {
  if (before === null || after.at !== before.at || after.step < before.step) return true;
  if (isSilent(after)) return after.reason !== before.reason;
  if (after.step - before.step >= toldAgain * after.at) return true;
  return (['stays', 'toZero'] as const).some((which) => {
    const [was, is] = [before[which], after[which]];
    if (was === null || is === null) return was !== is;
    return !(is.loss >= was.low && is.loss <= was.high);
  });
}
