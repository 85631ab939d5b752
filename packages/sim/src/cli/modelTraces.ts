import { chooseSegment } from '../chooseSegment.js';
import { type ModelTrace, modelTrace, type RecordKind } from '../lossModel/modelTrace.js';
import type { Segment } from '../trace.js';
import { asFailure, inputFailure, usageFailure } from './failure.js';
import { readLog } from './readLog.js';
import type { ReadFlags } from './readOptions.js';

export interface TraceFlags extends ReadFlags {
  readonly segment?: string;
  readonly records?: string;
}

/** A run to fit, with what its log says besides. */
export interface ReadRun {
  readonly trace: ModelTrace;
  readonly segment: Segment;
}

/** Reads a log as the loss model sees it. */
export async function readRun(file: string, flags: TraceFlags): Promise<ReadRun> {
  const kind = recordKind(flags.records);
  const chosen = chooseSegment(await readLog(file, flags), flags.segment);
  if (!chosen.ok) throw usageFailure(chosen.problem);
  const { segment } = chosen.value;
  try {
    return { trace: modelTrace(segment, file, kind), segment };
  } catch (error) {
    throw asFailure(error, inputFailure(file));
  }
}

function recordKind(text = 'mean'): RecordKind {
  if (text === 'mean' || text === 'sampled') return text;
  throw usageFailure(`invalid --records: ${text} (expected mean or sampled)`);
}
