import type { Result } from './workload.js';

type Results = ReadonlyMap<string, readonly Result[]>;

/** The fastest step of a contender, in milliseconds, or the one with the least processor time. */
const least = (results: Results, name: string, of: 'milliseconds' | 'processor') =>
  Math.min(...results.get(name)!.flatMap((result) => result[of]));

/** A line each. */
export function printTable(results: Results, batch: number): void {
  const width = Math.max(...[...results.keys()].map(({ length }) => length));
  for (const [name, runs] of results) {
    const time = least(results, name, 'milliseconds');
    const [first] = runs;
    const losses = first!.losses.slice(0, 2).map((loss) => loss.toFixed(4));
    const figures = [
      `${time.toFixed(0).padStart(6)} ms a step`,
      `${((1000 * batch) / time).toFixed(1).padStart(7)} images/s`,
      `${least(results, name, 'processor').toFixed(0).padStart(6)} ms of processor time`,
      `first losses ${losses.join(', ')}`,
      ...onDevice(first!),
    ];
    console.log(`${name.padEnd(width)}  ${figures.join('  ')}`);
  }
}

/**
 * Of a graphics card. Its losses are read a step late: where the host has to wait for them, the card always had work; where
 * it has not, the card waits for the host.
 */
function onDevice({ device, deviceMegabytes, waited = [], milliseconds }: Result): string[] {
  if (deviceMegabytes === undefined || deviceMegabytes === null) return [];
  const sum = (list: readonly number[]) => list.slice(1).reduce((total, value) => total + value, 0);
  const share = (100 * sum(waited)) / Math.max(1e-9, sum(milliseconds));
  return [
    `${device}`,
    `${deviceMegabytes.toFixed(0)} MB of its memory`,
    `the host waits for it ${share.toFixed(0)} % of the time`,
  ];
}

/** Ours against PyTorch and tfjs itself, with what is wanted of each. */
export function printRatios(results: Results, short: boolean, cores: number): void {
  const names = [...results.keys()];
  const against = (mine: string, what: string, others: readonly string[], goal: number) => {
    if (others.length === 0 || !results.has(mine)) return;
    const ratio = (of: 'milliseconds' | 'processor', name = mine) =>
      Math.min(...others.map((other) => least(results, other, of))) / least(results, name, of);
    const speed = ratio('milliseconds');
    const verdict = short ? '' : ` (at least ${goal}: ${speed >= goal ? 'met' : 'NOT met'})`;
    console.log(
      `${mine}: ${speed.toFixed(2)} times the speed of ${what}${verdict}; ${ratio('processor').toFixed(2)} by processor time`,
    );
  };
  const pytorch = names.filter((name) => name.startsWith('PyTorch'));
  const wasm = `wasm, ${cores} threads`;
  against('tensorflow', 'PyTorch in its faster layout', pytorch, 0.8);
  against(wasm, 'PyTorch in its faster layout', pytorch, 0.4);
  against(
    wasm,
    'tfjs’ own differentiation',
    names.filter((name) => name.startsWith('tfjs')),
    8,
  );
}
