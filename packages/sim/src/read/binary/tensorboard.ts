import { startsWith } from '../bytes.js';
import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { fixedStep } from '../noLoss.js';
import { readError } from '../readError.js';
import type { Bytes, Reader, ReadOptions, ReadResult } from '../reader.js';

/** The name of the step column: no tag is called this. */
const stepName = '\u0000step';

/** TensorBoard event files, `events.out.tfevents.*`: of PyTorch, tensorboardX, TensorFlow 1 and 2. */
export const tensorboard: Reader = {
  format: 'tensorboard',
  description: 'TensorBoard event files, or a folder of them',
  detect(head) {
    // `length u64 | crc | 0x09 wall_time f64 | …`: the first event mostly names the version of the format; CatBoost's does not.
    const isShort = head.length > 24 && head[1] === 0 && startsWith(head.subarray(2, 8), [0, 0, 0, 0, 0, 0]);
    if (!isShort || head[12] !== 9) return 0;
    const secondsSince1970 = new DataView(head.buffer, head.byteOffset + 13, 8).getFloat64(0, true);
    const isEvent = new TextDecoder('latin1').decode(head.subarray(0, 80)).includes('brain.Event:');
    return isEvent || (secondsSince1970 > 1e9 && secondsSince1970 < 1e10) ? 1 : 0;
  },
  read: (file, bytes, options) => readEvents(file, [bytes], options),
};

/** The curve of one run, whose events may be spread over several files, in the order of the files. */
export async function readEvents(
  file: string,
  files: Iterable<Bytes>,
  options: ReadOptions,
): Promise<ReadResult> {
  const refused = fixedStep(file, options.step);
  if (refused) return refused;
  const [{ forEachRecord }, { scalarEvent }] = await Promise.all([
    import('./tfRecord.js'),
    import('./tfEvent.js'),
  ]);
  const frame = new Frame({ ...options, step: stepName });
  const notes: string[] = [];
  let odd = 0;
  let current: number | null = null;
  for (const bytes of files) {
    const problem = await forEachRecord(bytes, (payload) => {
      try {
        const { step, scalars } = scalarEvent(payload);
        if (scalars.length === 0) return;
        // torch writes each scalar in an event of its own: those of a step that stand together are one row.
        if (step !== current || scalars.some(([tag]) => frame.isFilled(tag))) {
          if (current !== null) frame.endRow();
          current = step;
        }
        frame.cell(stepName, step);
        for (const [tag, value] of scalars) frame.cell(tag, value);
      } catch {
        odd++;
      }
    });
    if (problem) notes.push(problem);
  }
  if (current !== null) frame.endRow();
  if (odd > 0) notes.push(`${odd} records are no events: skipped`);
  if (frame.row === 0) {
    return readError(
      file,
      `no scalars: the event file holds ${notes.length > 0 ? `none (${notes.join('; ')})` : 'only its header'}`,
      'use the event file of a run that got further, or the folder with all of them',
    );
  }
  const { step: _, ...rest } = options;
  return frameTrace({ file, format: tensorboard.format, frame, options: rest, notes, stepName });
}
