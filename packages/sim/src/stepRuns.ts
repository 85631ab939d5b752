/** Run-length encoding of equally spaced numbers: first, distance, count. */
export type StepRuns = readonly (readonly [first: number, distance: number, count: number])[];

/** Null if more than `most` runs are needed. */
export function packSteps(steps: Float64Array, most: number): StepRuns | null;
export function packSteps(steps: Float64Array): StepRuns;
export function packSteps(steps: Float64Array, most = Number.POSITIVE_INFINITY): StepRuns | null {
  const runs: [first: number, distance: number, count: number][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run && run[2] === 1) [run[1], run[2]] = [step - run[0], 2];
    else if (run && step === run[0] + run[1] * run[2]) run[2]++;
    else if (runs.length === most) return null;
    else runs.push([step, 1, 1]);
  }
  return runs;
}

export function unpackSteps(runs: StepRuns): Float64Array {
  const steps = new Float64Array(runs.reduce((sum, [, , count]) => sum + count, 0));
  let at = 0;
  for (const [first, distance, count] of runs)
    for (let i = 0; i < count; i++) steps[at++] = first + i * distance;
  return steps;
}

/** Run-length encoding: value, count. */
type ValueRuns = readonly (readonly [value: number, count: number])[];

export function packValues(values: Float64Array): ValueRuns {
  const runs: [value: number, count: number][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run && run[0] === value) run[1]++;
    else runs.push([value, 1]);
  }
  return runs;
}

export function unpackValues(runs: ValueRuns): Float64Array {
  const values = new Float64Array(runs.reduce((sum, [, count]) => sum + count, 0));
  let at = 0;
  for (const [value, count] of runs) {
    values.fill(value, at, at + count);
    at += count;
  }
  return values;
}
