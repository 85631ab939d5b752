import { rateOf } from './rate.js';
import { replaceFile } from './replaceFile.js';
import type { WatchOutput } from './watchLog.js';

/** Keeps a file with the rate, replaced as a whole whenever there are new losses. What fails is told once. */
export function rateFile(path: string, warn: (message: string) => void): WatchOutput {
  let written = '';
  let failed = '';
  return {
    read(watcher) {
      const rate = rateOf(watcher);
      const text = rate === null ? '' : `${JSON.stringify(rate)}\n`;
      if (text === written || text === '') return;
      try {
        replaceFile(path, text);
        [written, failed] = [text, ''];
      } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        if (reason !== failed) warn(`${path}: the rate could not be written (${reason}); it is tried again`);
        failed = reason;
      }
    },
  };
}
