import type { ModelTrace } from './modelTrace.js';
import { walk } from './stretches.js';

/**
 * Columns of the memory of earlier epochs at the records of a run, for every forgetting rate μ:
 *
 *     within an epoch of E iterations: m ← m·f + (η/η₀)^p/E,  M ← M·f,  f = e^−μη;   at its end: M ← M + m, m ← 0
 */
export function memoryColumns(
  trace: ModelTrace,
  baseRate: number,
  forgettings: readonly number[],
  power: number,
  epochLength: number,
): Float64Array[] {
  const columns = forgettings.map(() => new Float64Array(trace.steps.length));
  const memory = new MemoryBank(forgettings, power, epochLength, baseRate);
  let step = trace.firstStep - 1;
  walk(
    trace,
    ({ iterations, rate }) => {
      let left = iterations;
      while (left > 0) {
        const toBoundary = (Math.floor(step / epochLength + 1e-9) + 1) * epochLength - step;
        const part = Math.min(left, toBoundary);
        memory.pass(part, rate);
        if (part === toBoundary) memory.turn();
        step += part;
        left -= part;
      }
    },
    (i) => {
      for (let k = 0; k < columns.length; k++) columns[k]![i] = memory.remembered[k]!;
    },
  );
  return columns;
}

/** The memory of some modes, advanced by many iterations at once. */
class MemoryBank {
  readonly remembered: Float64Array;
  private readonly current: Float64Array;
  private readonly kept: Float64Array;
  private readonly gained: Float64Array;
  private last: readonly [iterations: number, rate: number] = [Number.NaN, Number.NaN];

  constructor(
    private readonly forgettings: readonly number[],
    private readonly power: number,
    private readonly epochLength: number,
    private readonly baseRate: number,
  ) {
    const zeros = () => new Float64Array(forgettings.length);
    [this.remembered, this.current, this.kept, this.gained] = [zeros(), zeros(), zeros(), zeros()];
  }

  pass(iterations: number, rate: number): void {
    if (iterations !== this.last[0] || rate !== this.last[1]) {
      this.last = [iterations, rate];
      const gain = (rate / this.baseRate) ** this.power / this.epochLength;
      this.forgettings.forEach((mu, k) => {
        this.kept[k] = Math.exp(-mu * rate * iterations);
        // gain·(1 + f + f² + …), one term per iteration
        const lost = -Math.expm1(-mu * rate);
        this.gained[k] = gain * (lost > 1e-12 ? (1 - this.kept[k]!) / lost : iterations);
      });
    }
    for (let k = 0; k < this.kept.length; k++) {
      this.remembered[k]! *= this.kept[k]!;
      this.current[k] = this.current[k]! * this.kept[k]! + this.gained[k]!;
    }
  }

  /** The end of an epoch. */
  turn(): void {
    for (let k = 0; k < this.current.length; k++) this.remembered[k]! += this.current[k]!;
    this.current.fill(0);
  }
}
