import { replaceFile } from './replaceFile.js';
import type { Watcher } from './watcher.js';
import type { WatchOutput } from './watchLog.js';

/** What a trainer reads: the rate of its next update. */
export interface Rate {
  /** Step, as the log counts, of the latest loss that is taken into account. */
  readonly step: number | null;
  /** Losses that the scheduler has heard. */
  readonly iteration: number;
  readonly learningRate: number;
  /** The rate as a share of the base rate. */
  readonly scale: number;
  readonly decision: string;
  readonly reason: string;
}

/** The rate as it is now; null where no scheduler listens yet. */
export function rateOf(watcher: Watcher): Rate | null {
  const { current, lastStep } = watcher;
  if (current === null) return null;
  const { state, scale, reason } = current;
  const { iteration, learningRate, decision } = state;
  return { step: lastStep, iteration, learningRate, scale, decision, reason };
}

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
