/** Run-length encoding: value, count. */
export type ValueRuns = readonly (readonly [value: number, count: number])[];

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
