import { startsWith } from '../bytes.js';
import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { numberOf } from '../number.js';
import { readError } from '../readError.js';
import type { Reader } from '../reader.js';

const magic = ':W&B';

/** The transaction log of a W&B run, `run-ID.wandb`. */
export const wandb: Reader = {
  format: 'wandb',
  description: 'W&B run files (run-*.wandb)',
  detect: (head) => (startsWith(head, magic) ? 1 : 0),
  async read(file, bytes, options) {
    const [{ forEachLogRecord }, { historyItems }] = await Promise.all([
      import('./levelDbLog.js'),
      import('./wandbRecord.js'),
    ]);
    const frame = new Frame(options);
    let odd = 0;
    const problem = await forEachLogRecord(bytes, magic.length + 3, (record) => {
      try {
        const items = historyItems(record);
        if (!items) return;
        for (const [name, json] of items) {
          // Values are JSON texts: 3e-06, null, "NaN", {…}; only numbers matter here.
          const value = json.length < 40 ? numberOf(json.replace(/^"|"$/g, '')) : undefined;
          if (value !== undefined) frame.cell(name, value);
        }
        frame.endRow();
      } catch {
        odd++;
      }
    });
    const notes = problem ? [problem] : [];
    if (odd > 0) notes.push(`${odd} unreadable records skipped`);
    if (frame.row === 0) {
      return readError(
        file,
        'this W&B file has no history',
        'use the file of a run that has logged something',
      );
    }
    return frameTrace({ file, format: wandb.format, frame, options, notes });
  },
};
