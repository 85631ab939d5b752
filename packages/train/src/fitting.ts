import { BadInput } from './badInput.js';

export const otherNetwork = 'it is of another network or another size: take the one it was saved from';

/** Runs `load`, and says of which file it is what `load` refuses. */
export function fitting<Value>(path: string, advice: string, load: () => Value): Value {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(path, error.message, advice);
  }
}
