import type { Decision } from '@fastface/core';

/** The word for what happened to the rate. */
export function decisionOf(from: number, to: number): Decision {
  if (to < from) return 'reduce';
  return to > from ? 'restart' : 'hold';
}
