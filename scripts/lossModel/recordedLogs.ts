import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ModelTrace, modelTrace, type RecordKind } from '../../packages/sim/src/lossModel/modelTrace.js';
import { readFile } from '../../packages/sim/src/read/readFile.js';
import type { Segment } from '../../packages/sim/src/trace.js';

/** Recorded logs of other people's runs, which are not part of the project. */
const folder = fileURLToPath(new URL('../../../shared/traces', import.meta.url));

export const haveRecordedLogs = (): boolean => existsSync(join(folder, 'lr_law'));

/** A segment of a recorded log; the last by default. */
export async function recordedSegment(file: string, index = -1): Promise<Segment> {
  const result = await readFile(join(folder, file));
  if (!result.ok) throw new Error(`${file}: ${result.problem.message}`);
  return result.value.segments.at(index)!;
}

export const recordedTrace = async (file: string, kind: RecordKind): Promise<ModelTrace> =>
  modelTrace(await recordedSegment(file), file, kind);
