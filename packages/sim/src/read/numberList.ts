/**
 * A growing list of numbers. While they go up by the same stride, as rows and most steps do, or are
 * all the same, only the first and the stride are kept; then a typed array that doubles.
 */
export class NumberList {
  private values: Float64Array | null = null;
  private first = 0;
  private stride = 0;
  length = 0;

  push(value: number): void {
    const { length, values } = this;
    if (values !== null && length < values.length) {
      values[length] = value;
      this.length = length + 1;
    } else if (values === null && length > 1 && value !== 0 && this.first + length * this.stride === value)
      this.length = length + 1;
    else this.pushSlowly(value);
  }

  private pushSlowly(value: number): void {
    if (this.values === null) {
      if (this.length === 0) [this.first, this.stride] = [value, 0];
      if (this.length === 1) this.stride = strideOf(this.first, value);
      if (Object.is(this.first + this.length * this.stride, value)) {
        this.length++;
        return;
      }
    }
    this.room(this.length + 1)[this.length++] = value;
  }

  /** The numbers so far, in an array with room for more. */
  private room(size: number): Float64Array {
    if (this.values !== null && size <= this.values.length) return this.values;
    const grown = new Float64Array(Math.max(64, 2 * size));
    if (this.values) grown.set(this.values);
    else for (let i = 0; i < this.length; i++) grown[i] = this.first + i * this.stride;
    this.values = grown;
    return grown;
  }

  pop(): void {
    if (this.length > 0) this.length--;
  }

  at(index: number): number {
    if (this.values !== null) return this.values[index]!;
    return index >= 0 && index < this.length ? this.first + index * this.stride : Number.NaN;
  }

  set(index: number, value: number): void {
    if (this.values === null && Object.is(this.at(index), value)) return;
    this.room(this.length)[index] = value;
  }

  /** Whether the other one has the same numbers, where that takes no look at each. */
  isSameStretch(other: NumberList): boolean {
    return (
      this.values === null &&
      other.values === null &&
      this.length === other.length &&
      this.first === other.first &&
      this.stride === other.stride
    );
  }

  /** The first place from `from` on with this number or a larger one; the numbers must increase. */
  seek(value: number, from: number): number {
    if (this.values === null && this.stride === 1)
      return Math.max(from, Math.min(Math.ceil(value - this.first), this.length));
    let index = from;
    while (index < this.length && this.at(index) < value) index++;
    return index;
  }

  /** The numbers from `start` up to, not including, `end`: a copy, unless these are all, which are handed over once no more come. */
  take(start: number, end: number): Float64Array {
    const to = Math.min(end, this.length);
    if (this.values !== null)
      return start === 0 && to === this.length ? this.values.subarray(0, to) : this.values.slice(start, to);
    const copy = new Float64Array(Math.max(0, to - start));
    for (let i = 0; i < copy.length; i++) copy[i] = this.first + (start + i) * this.stride;
    return copy;
  }
}

/** From one number to the next; 0 where that is no number. */
const strideOf = (from: number, to: number): number => (Number.isFinite(to - from) ? to - from : 0);
