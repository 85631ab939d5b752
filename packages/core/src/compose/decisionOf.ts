import type { Decision } from '../scheduler.js';

/**
 * The word for what happened to the rate of a composite. What says more than the rate is passed on: that the loss could not be
 * used, that the rate was too high, and that the run can end.
 */
export function decisionOf(from: number, to: number, inner: Decision = 'hold'): Decision {
  if (inner === 'skip' || inner === 'finish') return inner;
  if (to < from) return inner === 'back-off' ? inner : 'reduce';
  return to > from ? 'restart' : 'hold';
}
