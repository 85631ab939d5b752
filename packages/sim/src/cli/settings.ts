import { type ChosenScheduler, chooseSchedulers as choose } from '../schedulers/chooseSchedulers.js';
import { loadScheduler } from '../schedulers/loadScheduler.js';
import { asFailure, usageFailure } from './failure.js';

/** `chooseSchedulers` for a command line: what it refuses is a usage error. */
export function chooseSchedulers(...args: Parameters<typeof choose>): ChosenScheduler[] {
  try {
    return choose(...args);
  } catch (error) {
    throw asFailure(error, usageFailure);
  }
}

/** Loads the schedulers that are modules of the user's own, so that they are found by their paths. */
export async function loadSchedulers(names: readonly string[] = []): Promise<void> {
  try {
    for (const name of names) await loadScheduler(name);
  } catch (error) {
    throw asFailure(error, usageFailure);
  }
}
