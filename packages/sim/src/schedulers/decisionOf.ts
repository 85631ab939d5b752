import type { Decision } from '@fastface/core';

/** The decision that corresponds to a change of the rate. */
export function decisionOf(from: number, to: number): Decision {
  if (to < from) return 'reduce';
  return to > from ? 'restart' : 'hold';
}
