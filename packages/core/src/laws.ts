/** The laws of a scheduler without fast-check: for programs that load schedulers of others. */
export { type Law, schedulerLaws } from './testing/laws.js';
export { type BrokenLaw, brokenLaw } from './testing/quickCheck.js';
