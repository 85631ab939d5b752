import { type Rate, rateOf } from './rate.js';
import { Watcher } from './watcher.js';
import type { SavedWatch, WatchOptions } from './watchLog.js';

/** Losses that are handed in instead of read from a log: each is answered with the rate of the next update. */
export function watchPosts({
  settings,
  outputs,
  saved,
  save,
}: Pick<WatchOptions, 'settings' | 'outputs' | 'saved' | 'save'>): (
  loss: number | null,
  step: number | null,
) => Rate | null {
  const watcher = new Watcher(
    settings,
    (event) => {
      for (const output of outputs) output.event?.(event);
    },
    saved?.watcher ?? null,
  );
  return (loss, step) => {
    const record = {
      step: step ?? (watcher.lastStep ?? 0) + 1,
      loss: loss ?? Number.NaN,
      // Who asks for the rate of the next update uses it.
      learningRate: watcher.state?.learningRate ?? settings.learningRate ?? Number.NaN,
    };
    watcher.record(record);
    for (const output of outputs) {
      output.record?.(record, watcher);
      output.read?.(watcher, true);
    }
    save?.({
      watcher: watcher.toJson(),
      print: { size: 0, hash: '' },
      recordsOfFile: 0,
    } satisfies SavedWatch);
    return rateOf(watcher);
  };
}
