import type { ModelTrace } from './modelTrace.js';

/** About so many rows are fitted: of more records, means of neighbours, which loses nothing since the model is linear. */
const mostRows = 2000;

/** The rows of a fit: records of some traces one after the other, neighbours averaged. */
export class FitRows {
  readonly losses: Float64Array;
  /** 1/loss, so that errors are relative; where losses are not all positive, 1 over their spread. */
  readonly weights: Float64Array;
  /** The loss may fall below 0. */
  readonly signed: boolean;
  /** Neighbours in a row. */
  readonly size: number;

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
    const least = 1e-3 * high;
    this.weights = this.losses.map((loss) => 1 / (this.signed ? high - low || 1 : Math.max(loss, least)));
  }

  get count(): number {
    return this.losses.length;
  }

  /** One column of every trace, as rows; it may come as rows already. */
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

/** Means of `size` neighbours; the last of fewer. */
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
