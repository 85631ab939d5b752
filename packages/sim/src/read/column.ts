/** Numbers of which nobody knows how many will come: a typed array that doubles. */
export class Column {
  private values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
  }

  pop(): void {
    if (this.length > 0) this.length--;
  }

  at(index: number): number {
    return this.values[index]!;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** A copy of the numbers from `start` up to, not including, `end`. */
  slice(start: number, end: number): Float64Array {
    return this.values.slice(start, Math.min(end, this.length));
  }
}
