import { iterationsOfRecord, type ModelTrace } from './modelTrace.js';

/** A running sum that is advanced through a run. */
interface Annealing {
  readonly sum: number;
  pass(rate: number, iterations: number): void;
}

/**
 * The sum at every `size`-th record of a run, starting in the middle of the first `size` records, because a sum can
 * be expensive.
 */
export function annealingColumn(trace: ModelTrace, annealing: Annealing, size = 1): Float64Array {
  const column = new Float64Array(Math.ceil(trace.steps.length / size));
  const middle = Math.floor(size / 2);
  walk(
    trace,
    ({ rate, iterations }) => annealing.pass(rate, iterations),
    (i) => {
      const row = Math.floor(i / size);
      const last = Math.min(row * size + middle, trace.steps.length - 1);
      if (i === last) column[row] = annealing.sum;
    },
  );
  return column;
}

/** Iterations at one rate. */
export interface Stretch {
  readonly iterations: number;
  readonly rate: number;
}

/**
 * Walks through a run. Calls `pass` for every stretch at one rate, and `record` where the model's value corresponds
 * to record i. A loss is the loss before its own iteration's update, as in a simulation. A sampled record of n
 * iterations is therefore evaluated before the last of its n updates, a mean after (n − 1)/2 of them.
 */
export function walk(trace: ModelTrace, pass: (stretch: Stretch) => void, record: (i: number) => void): void {
  const share = trace.kind === 'mean' ? 0.5 : 1;
  // The rest of the previous record is merged with the next stretch if the rate is the same, because equal stretches
  // are cheap.
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
