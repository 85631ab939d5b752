import type { ModelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import type { Segment } from '../../packages/sim/src/trace.js';
import { Course } from '../../packages/sim/src/watch/course.js';
import type { Forecast } from '../../packages/sim/src/watch/forecast/forecast.js';
import type { Outlook } from '../../packages/sim/src/watch/forecast/outlook.js';

/** What was forecast of a run that was cut off, and what came. */
export interface Outcome {
  readonly run: string;
  /** Share of the run that was known. */
  readonly cut: number;
  /** The rate stays; goes straight to zero; or falls to two fifths or less as the log has it. */
  readonly rates: 'stays' | 'to zero' | "the log's";
  /** Mean of the latest twentieth of what was known, and of the last hundredth. */
  readonly now: number | null;
  readonly came: number;
  /** Null where nothing was said. */
  readonly outlook: Outlook | null;
  readonly reason: string | null;
}

export const cuts = [0.3, 0.5, 0.7] as const;

/** The records up to a step as a watcher keeps them. */
export function knownUntil({ steps, losses, learningRates }: Segment, last: number): Segment {
  const course = new Course();
  steps.forEach((step, i) => {
    if (step <= last) course.add({ step, loss: losses[i]!, learningRate: learningRates?.[i] ?? Number.NaN });
  });
  return course.segment();
}

/** Mean of the last hundredth of a run that ends at some step, of three records at least. */
export function endOf({ steps, losses, firstStep }: ModelTrace, last: number): number {
  const from = last - (last - firstStep + 1) / 100;
  const until = steps.filter((step) => step <= last).length;
  const start = Math.min(steps.filter((step) => step <= from).length, until - 3);
  const end = losses.slice(Math.max(0, start), until);
  return end.reduce((sum, loss) => sum + loss, 0) / end.length;
}

export function outcome(
  known: Pick<Outcome, 'run' | 'cut' | 'rates' | 'came'>,
  { now, reason }: Forecast,
  outlook: Outlook | null,
): Outcome {
  return { ...known, now, outlook, reason: outlook === null ? reason : null };
}
