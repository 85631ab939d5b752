/** The laws of a scheduler without fast-check, for programs that load third-party schedulers. */
export { type Law, schedulerLaws } from './testing/laws.js';
export { type BrokenLaw, brokenLaw } from './testing/quickCheck.js';
