import { failed, ok, type Result } from './result.js';
import type { Segment, Trace } from './trace.js';

/** A segment and its number, from 1. */
export interface ChosenSegment {
  readonly segment: Segment;
  readonly number: number;
}

/**
 * The segment that a user asks for: `last`, `longest` (the later of equals) or a number from 1. The default is the last
 * segment with at least two finite losses.
 */
export function chooseSegment({ segments }: Trace, wish: string | undefined): Result<ChosenSegment, string> {
  const at = (index: number) => ok({ segment: segments[index]!, number: index + 1 });
  if (wish === undefined) {
    const usable = segments.findLastIndex(({ losses }) => losses.filter(Number.isFinite).length >= 2);
    return at(usable < 0 ? segments.length - 1 : usable);
  }
  if (wish === 'last') return at(segments.length - 1);
  if (wish === 'longest') {
    const most = segments.reduce((length, { steps }) => Math.max(length, steps.length), 0);
    return at(segments.findLastIndex(({ steps }) => steps.length === most));
  }
  const number = Number(wish);
  if (Number.isInteger(number) && number >= 1 && number <= segments.length) return at(number - 1);
  return failed(
    `invalid --segment: ${wish} (expected last, longest or a number from 1 to ${segments.length})`,
  );
}
