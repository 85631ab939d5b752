import { beat, isStalled, noRhythm, type Rhythm } from './stall.js';
import type { SourceEvent, WatchOutput } from './watchLog.js';

/** Tells when no record has come for much longer than usual, and when one comes again. */
export function stallOutput(
  tell: (event: SourceEvent) => void,
  now: () => number = () => performance.now(),
): WatchOutput {
  let rhythm: Rhythm = noRhythm;
  let [records, isTold] = [0, false];
  const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;
  const event = (kind: 'stalled' | 'moving') =>
    tell({ event: kind, silent: seconds(now() - rhythm.latest!), usual: seconds(rhythm.usual) });
  return {
    record() {
      records++;
    },
    read(_, atEnd) {
      if (records > 0) {
        if (isTold) event('moving');
        rhythm = isTold ? { ...rhythm, latest: now() } : beat(rhythm, now());
        [records, isTold] = [0, false];
      } else if (atEnd && !isTold && isStalled(rhythm, now())) {
        isTold = true;
        event('stalled');
      }
    },
  };
}
