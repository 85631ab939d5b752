import type { NumberedEvent } from './event.js';
import type { SourceEvent, WatchOutput } from './watchLog.js';

/** What came of it all, at the end. */
export interface Summary {
  readonly event: 'summary';
  readonly records: number;
  readonly runs: number;
  readonly decisions: number;
  /** How often each verdict was told. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** The latest record with a finite loss, and the lowest one. */
  readonly last: { readonly step: number; readonly loss: number } | null;
  readonly lowest: { readonly step: number; readonly loss: number } | null;
}

/** Counts what is told, for a summary. */
export function summarise(): WatchOutput & { summary(): Summary } {
  let [records, runs, decisions] = [0, 0, 0];
  const verdicts: Record<string, number> = {};
  let [last, lowest]: [Summary['last'], Summary['last']] = [null, null];
  return {
    event(event: NumberedEvent | SourceEvent) {
      if (event.event === 'run') runs++;
      else if (event.event === 'decision') decisions++;
      else if (event.event === 'verdict') verdicts[event.verdict] = (verdicts[event.verdict] ?? 0) + 1;
    },
    record({ step, loss }) {
      records++;
      if (!Number.isFinite(loss)) return;
      last = { step, loss };
      if (lowest === null || loss < lowest.loss) lowest = last;
    },
    summary: () => ({ event: 'summary', records, runs, decisions, verdicts, last, lowest }),
  };
}
