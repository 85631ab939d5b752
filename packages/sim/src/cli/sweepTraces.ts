import { chooseSegment } from '../chooseSegment.js';
import { type Iterations, iterationsOf } from '../iterations.js';
import { recordedChanges } from '../recordedChanges.js';
import { contextOf } from '../schedulers/contextOf.js';
import type { SweepTrace } from '../sweep/plan.js';
import { recordedSteps } from '../sweep/recordedDistance.js';
import type { Segment } from '../trace.js';
import { asFailure, inputFailure, printable, usageFailure } from './failure.js';
import { readLog } from './readLog.js';
import type { SweepFlags } from './sweepFlags.js';
import { plannedSteps } from './values.js';

/** Reads the runs of a sweep; each is kept as its records. */
export async function sweepTraces(files: readonly string[], flags: SweepFlags): Promise<SweepTrace[]> {
  const traces: SweepTrace[] = [];
  for (const file of files) traces.push(await sweepTrace(file, flags));
  return traces;
}

async function sweepTrace(file: string, flags: SweepFlags): Promise<SweepTrace> {
  const chosen = chooseSegment(await readLog(file, flags), flags.segment);
  if (!chosen.ok) throw usageFailure(chosen.problem);
  const { segment, number } = chosen.value;
  const iterations = spread(file, segment);
  const own = contextOf(segment, iterations);
  const wanted = flags.totalSteps;
  return {
    file: printable(file),
    segmentNumber: number,
    segment,
    recorded: recordedSteps(segment.learningRates && recordedChanges(segment)),
    context:
      wanted === undefined
        ? own
        : { ...own, totalSteps: plannedSteps(wanted, file, iterations.losses.length) },
  };
}

function spread(file: string, segment: Segment): Iterations {
  try {
    return iterationsOf(segment);
  } catch (error) {
    throw asFailure(error, inputFailure(printable(file)));
  }
}
