import type { Decision } from '../scheduler.js';

/**
 * The decision of a composite scheduler, derived from its change of rate. `skip`, `back-off` and `finish` of the
 * inner scheduler are passed on, because the rate alone does not show them.
 */
export function decisionOf(from: number, to: number, inner: Decision = 'hold'): Decision {
  if (inner === 'skip' || inner === 'finish') return inner;
  if (to < from) return inner === 'back-off' ? inner : 'reduce';
  return to > from ? 'restart' : 'hold';
}
