import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';

/** What `--json` prints of a comparison. */
export function comparisonJson(comparison: Comparison) {
  const {
    file,
    format,
    lossName,
    otherLosses,
    notes,
    segmentNumber,
    segmentCount,
    summary,
    iterations,
    recorded,
    replays,
  } = comparison;
  return {
    trace: {
      file,
      format,
      lossName,
      otherLosses,
      notes,
      segment: segmentNumber,
      segments: segmentCount,
      iterations: iterations.losses.length,
      ...summary,
    },
    recorded: { changes: recorded },
    stationarity: comparison.stationarity ?? null,
    untold: comparison.untold ?? null,
    replays: replays.map((made) => ({
      scheduler: made.scheduler,
      options: made.options,
      changes: made.changes,
      finalLearningRate: made.finalLearningRate,
      divergesAt: firstDivergence(comparison, made),
    })),
  };
}
