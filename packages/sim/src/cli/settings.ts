import { type ChosenScheduler, chooseSchedulers as choose } from '../schedulers/chooseSchedulers.js';
import { usageFailure } from './failure.js';

/** `chooseSchedulers` for a command line: what it refuses is a usage error. */
export function chooseSchedulers(...args: Parameters<typeof choose>): ChosenScheduler[] {
  try {
    return choose(...args);
  } catch (error) {
    if (error instanceof RangeError) throw usageFailure(error.message);
    throw error;
  }
}
