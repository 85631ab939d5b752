import { rateOf } from './rate.js';
import { replaceFile } from './replaceFile.js';
import type { WatchOutput } from './watchLog.js';

/** While there is more to read, a file is replaced at most so often, in milliseconds: some disks take that long for it. */
const often = 100;

/** Keeps a file with the rate, replaced as a whole whenever there are new losses. What fails is told once. */
export function rateFile(path: string, warn: (message: string) => void): WatchOutput {
  let written = '';
  let failed = '';
  let writtenAt = Number.NEGATIVE_INFINITY;
  return {
    read(watcher, atEnd) {
      if (!atEnd && performance.now() - writtenAt < often) return;
      const rate = rateOf(watcher);
      const text = rate === null ? '' : `${JSON.stringify(rate)}\n`;
      if (text === written || text === '') return;
      try {
        replaceFile(path, text);
        [written, failed, writtenAt] = [text, '', performance.now()];
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        if (reason !== failed) warn(`${path}: the rate could not be written (${reason}); it is tried again`);
        failed = reason;
      }
    },
  };
}
