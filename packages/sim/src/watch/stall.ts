import type { SourceEvent, WatchOutput } from './watchLog.js';

/** How records come, by the clock. Plain JSON. */
export interface Rhythm {
  /** When the latest record came, in milliseconds; null before the first. */
  readonly latest: number | null;
  /** EMA of the time between two records, and what is left of the longest. */
  readonly usual: number;
  readonly longest: number;
  readonly gaps: number;
}

export const noRhythm: Rhythm = { latest: null, usual: 0, longest: 0, gaps: 0 };

const leastGaps = 4;
const weight = 1 / 32;
/** Number of gaps after which the longest one is halved. */
const memory = 256;

/** The rhythm with one look more at which there were new records, however many. */
export function beat({ latest, usual, longest, gaps }: Rhythm, now: number): Rhythm {
  if (latest === null) return { latest: now, usual, longest, gaps };
  const gap = now - latest;
  const share = Math.max(weight, 1 / (gaps + 1));
  return {
    latest: now,
    usual: usual + share * (gap - usual),
    longest: Math.max(longest * 0.5 ** (1 / memory), gap),
    gaps: Math.min(gaps + 1, memory),
  };
}

/**
 * Whether nothing has come for so long that something is wrong: three times the longest gap so far (an evaluation makes a long
 * one), ten times the usual one, and at least `least` milliseconds. Nothing is said before four gaps.
 */
export const isStalled = ({ latest, usual, longest, gaps }: Rhythm, now: number, least = 10_000): boolean =>
  latest !== null && gaps >= leastGaps && now - latest > Math.max(3 * longest, 10 * usual, least);

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
