/** Something outside that stops a sweep, told in one line: what, where, and what to do. */
export class SweepError extends Error {}
