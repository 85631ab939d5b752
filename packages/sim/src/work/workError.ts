/** Something outside that stops the work, told in one line: what, where, and what to do. */
export class WorkError extends Error {}
