import { iterationsOfRecord, type ModelTrace } from './modelTrace.js';

/** Iterations at one rate. */
export interface Stretch {
  readonly iterations: number;
  readonly rate: number;
}

/**
 * Walks through a run: `pass` for every stretch at one rate, `record` where the model's value stands for record i. A loss
 * is that before its own iteration's update, as in a simulation: a sampled one stands before the last update of its
 * record's n, their mean where (n − 1)/2 of them were made.
 */
export function walk(trace: ModelTrace, pass: (stretch: Stretch) => void, record: (i: number) => void): void {
  const share = trace.kind === 'mean' ? 0.5 : 1;
  // What is left of the record before goes with what comes, where the rate stays: equal stretches are cheap to pass.
  let left: Stretch = { iterations: 0, rate: trace.rates[0]! };
  for (let i = 0; i < trace.steps.length; i++) {
    const iterations = iterationsOfRecord(trace, i);
    const rate = trace.rates[i]!;
    const before = share * (iterations - 1);
    if (rate === left.rate) pass({ iterations: left.iterations + before, rate });
    else {
      pass(left);
      pass({ iterations: before, rate });
    }
    record(i);
    left = { iterations: iterations - before, rate };
  }
  pass(left);
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
