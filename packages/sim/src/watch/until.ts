import type { NumberedEvent } from './event.js';
import type { SourceEvent, WatchOutput } from './watchLog.js';

/** What one may wait for: verdicts, and decisions that say something. */
export const waitable = [
  'falling',
  'flat',
  'diverging',
  'spike',
  'blown-up',
  'reduce',
  'back-off',
  'restart',
  'finish',
  'stalled',
];

/** Calls `reached` when one of these comes for the first time. */
export const until = (wanted: readonly string[], reached: (what: string) => void): WatchOutput => ({
  event(event: NumberedEvent | SourceEvent) {
    const what =
      event.event === 'verdict' ? event.verdict : event.event === 'decision' ? event.decision : event.event;
    if (wanted.includes(what)) reached(what);
  },
});
