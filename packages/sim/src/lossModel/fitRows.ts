import type { ModelTrace } from './modelTrace.js';

/**
 * Approximate number of rows of a fit. If there are more records, neighbours are averaged. That loses nothing,
 * because the model is linear.
 */
const mostRows = 2000;

/** Misfit floor: smallest misfit of a law, as a share of the loss's range on a log scale. */
const trusted = 0.005;

/** The rows of a fit: concatenated records of some traces, neighbours averaged. */
export class FitRows {
  readonly losses: Float64Array;
  /**
   * 1/loss, so errors are relative; 1/spread of the losses if not all are positive. The loss is smoothed first,
   * because weights that follow the noise would bias the fit downwards, by twice the squared relative noise.
   */
  readonly weights: Float64Array;
  /** The loss may fall below 0. */
  readonly signed: boolean;
  /** Neighbours in a row. */
  readonly size: number;
  /** Mean square of the noise of a weighted row. */
  private readonly noise: number;
  private readonly misfitFloor: number;

  constructor(
    private readonly traces: readonly ModelTrace[],
    most = mostRows,
  ) {
    const records = traces.reduce((sum, { steps }) => sum + steps.length, 0);
    this.size = Math.ceil(records / most);
    this.losses = this.column(({ losses }) => losses);
    const [low, high] = this.losses.reduce<[number, number]>(
      ([a, b], loss) => [Math.min(a, loss), Math.max(b, loss)],
      [Infinity, -Infinity],
    );
    this.signed = low <= 0;
    this.weights = this.signed
      ? new Float64Array(this.losses.length).fill(1 / (high - low || 1))
      : this.column(({ losses }) => smoothed(averaged(losses, this.size))).map(
          (level) => 1 / Math.max(level, 1e-3 * high),
        );
    this.misfitFloor = (trusted * (this.signed ? 1 : logRange(this.weights))) ** 2;
    const weighted = this.weighted(this.losses);
    let from = 0;
    this.noise = traces.reduce((sum, { steps }) => {
      const part = weighted.subarray(from, from + Math.ceil(steps.length / this.size));
      from += part.length;
      return sum + (noiseOf(part) * part.length) / weighted.length;
    }, 0);
  }

  /**
   * Misfit of a law as a mean square: the excess over the noise, plus the {@link trusted} share, below which laws
   * count as equally good.
   */
  misfit(meanSquare: number): number {
    return Math.max(meanSquare - this.noise, 0) + this.misfitFloor;
  }

  get count(): number {
    return this.losses.length;
  }

  /** One column of every trace, averaged to rows if it is not yet. */
  column(of: (trace: ModelTrace) => Float64Array): Float64Array {
    return concatenated(
      this.traces.map((trace) => {
        const column = of(trace);
        return column.length === trace.steps.length ? averaged(column, this.size) : column;
      }),
    );
  }

  /** Several columns at once. */
  columns(of: (trace: ModelTrace) => Float64Array[]): Float64Array[] {
    const parts = this.traces.map((trace) => of(trace).map((column) => averaged(column, this.size)));
    return parts[0]!.map((_, c) => concatenated(parts.map((part) => part[c]!)));
  }

  /** The rows of a column times their weights. */
  weighted(column: Float64Array): Float64Array {
    return column.map((value, i) => value * this.weights[i]!);
  }
}

/** Mean square of the white noise, from second differences: a trend cancels, and a few jumps have little effect. */
function noiseOf(values: Float64Array): number {
  const squares = values.subarray(2).map((value, i) => (value - 2 * values[i + 1]! + values[i]!) ** 2 / 6);
  const middle = squares.toSorted()[squares.length >> 1] ?? 0;
  return (
    squares.reduce((sum, square) => sum + Math.min(square, 30 * middle), 0) / Math.max(1, squares.length)
  );
}

const logRange = (values: Float64Array): number =>
  Math.log(values.reduce((a, b) => Math.max(a, b)) / values.reduce((a, b) => Math.min(a, b)));

/** Moving average over a hundredth of the values, centred. */
function smoothed(values: Float64Array): Float64Array {
  const reach = Math.ceil(values.length / 200);
  return values.map((_, i) => {
    const near = values.subarray(Math.max(0, i - reach), i + reach + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

/** Means of `size` neighbours; the last mean may have fewer. */
export function averaged(values: Float64Array, size: number): Float64Array {
  if (size === 1) return values;
  const means = new Float64Array(Math.ceil(values.length / size));
  for (let i = 0; i < means.length; i++) {
    const part = values.subarray(i * size, (i + 1) * size);
    means[i] = part.reduce((sum, value) => sum + value, 0) / part.length;
  }
  return means;
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
