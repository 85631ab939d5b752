import { forEachLine } from '../lines.js';
import type { Reader } from '../reader.js';
import { KeyValueScan } from './keyValueScan.js';

/** Any text log that prints names with numbers. */
export const keyValue: Reader = {
  format: 'key-value',
  description: 'any text log that prints names with numbers, such as `step 3, loss 0.5, lr 0.1`',
  // Never chosen for itself: the text reader falls back on it when no dialect fits.
  detect: () => 0,
  async read(file, bytes, options) {
    const scan = new KeyValueScan(options);
    const notes = await forEachLine(bytes, scan.lines);
    return scan.result(file, keyValue.format, notes);
  },
};
