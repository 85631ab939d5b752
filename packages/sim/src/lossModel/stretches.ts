import { iterationsOfRecord, type ModelTrace } from './modelTrace.js';

/** Iterations at one rate. */
export interface Stretch {
  readonly iterations: number;
  readonly rate: number;
}

/**
 * Walks through a run: `pass` for every stretch at one rate, `record` where the model's value stands for record i,
 * which is the middle of its iterations where it is their mean and the end of them where it is the last one's.
 */
export function walk(trace: ModelTrace, pass: (stretch: Stretch) => void, record: (i: number) => void): void {
  const share = trace.kind === 'mean' ? 0.5 : 1;
  for (let i = 0; i < trace.steps.length; i++) {
    const iterations = iterationsOfRecord(trace, i);
    const rate = trace.rates[i]!;
    pass({ iterations: share * iterations, rate });
    record(i);
    if (share < 1) pass({ iterations: (1 - share) * iterations, rate });
  }
}

/** Intrinsic time S = Σ η at each record. */
export function intrinsicTimes(trace: ModelTrace): Float64Array {
  const times = new Float64Array(trace.steps.length);
  let time = 0;
  walk(
    trace,
    ({ iterations, rate }) => {
      time += iterations * rate;
    },
    (i) => {
      times[i] = time;
    },
  );
  return times;
}
