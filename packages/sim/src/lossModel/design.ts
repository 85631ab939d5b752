/**
 * Columns of a least-squares problem, each scaled to a root mean square of 1, with the products for the normal
 * equations.
 */
export class Design {
  private readonly columns: Float64Array[] = [];
  readonly scales: number[] = [];
  /** gram[i][j] for j ≤ i: mean product of two columns. */
  private readonly gram: Float64Array[] = [];
  /** Mean product of each column with the target. */
  readonly moments: number[] = [];

  /** Mean square of the target. */
  readonly power: number;

  /** @param target weighted right-hand side */
  constructor(private readonly target: Float64Array) {
    this.power = dot(target, target);
  }

  get count(): number {
    return this.columns.length;
  }

  /** Adds a weighted column and returns its number. */
  add(column: Float64Array): number {
    const scale = Math.sqrt(dot(column, column)) || 1;
    const scaled = column.map((value) => value / scale);
    this.columns.push(scaled);
    this.scales.push(scale);
    const products = new Float64Array(this.columns.length);
    for (let i = 0; i < products.length; i++) products[i] = dot(scaled, this.columns[i]!);
    this.gram.push(products);
    this.moments.push(dot(scaled, this.target));
    return this.columns.length - 1;
  }

  /** Removes the columns from index `count` on. */
  shrink(count: number): void {
    for (const list of [this.columns, this.scales, this.gram, this.moments]) list.length = count;
  }

  /** Gradient for a column outside the fit: its mean product with the residual of the given amplitudes. */
  gradient(column: number, amplitudes: ReadonlyMap<number, number>): number {
    let gradient = this.moments[column]!;
    for (const [i, amplitude] of amplitudes) {
      const product = column > i ? this.gram[column]![i]! : this.gram[i]![column]!;
      gradient -= product * amplitude * this.scales[i]!;
    }
    return gradient;
  }

  /** Sum of the columns times their amplitudes. */
  combine(amplitudes: ReadonlyMap<number, number>): Float64Array {
    const sum = new Float64Array(this.target.length);
    for (const [i, amplitude] of amplitudes) {
      const factor = amplitude * this.scales[i]!;
      this.columns[i]!.forEach((value, row) => {
        sum[row]! += factor * value;
      });
    }
    return sum;
  }

  /** Gram matrix and moments of some columns. */
  equations(chosen: readonly number[]): { gram: Float64Array; moments: Float64Array } {
    const n = chosen.length;
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const [a, b] = [chosen[i]!, chosen[j]!];
        gram[i * n + j] = a > b ? this.gram[a]![b]! : this.gram[b]![a]!;
      }
    }
    return { gram, moments: Float64Array.from(chosen, (i) => this.moments[i]!) };
  }
}

/** Mean product. Four independent sums make it twice as fast; a fit spends most of its time here. */
function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a;
  let [p, q, r, s] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    p += a[i]! * b[i]!;
    q += a[i + 1]! * b[i + 1]!;
    r += a[i + 2]! * b[i + 2]!;
    s += a[i + 3]! * b[i + 3]!;
  }
  for (; i < length; i++) p += a[i]! * b[i]!;
  return (p + q + r + s) / length;
}
