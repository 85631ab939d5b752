/** The stretch of the run that all pictures show. */
export class View {
  from = 0;
  to = 1;
  private first = 0;
  private last = 1;

  constructor(
    first: number,
    last: number,
    /** Called after every change. */
    private readonly onChange: () => void,
  ) {
    this.of(first, last);
  }

  /** Shows the whole of another run. */
  of(first: number, last: number): void {
    [this.first, this.last] = first === last ? [first - 1, last + 1] : [first, last];
    [this.from, this.to] = [this.first, this.last];
  }

  /** Shows another stretch, at least two steps wide and within the run. */
  set(from: number, to: number): void {
    [this.from, this.to] = this.within(from, to);
    this.onChange();
  }

  /** The stretch nearest to what is asked for that can be shown. */
  within(from: number, to: number): [from: number, to: number] {
    const whole = this.last - this.first;
    const width = Math.min(Math.max(to - from, 2), whole);
    const start = Math.min(Math.max(from, this.first), this.last - width);
    return [start, start + width];
  }

  /** Is all of the run shown? */
  get whole(): boolean {
    return this.from === this.first && this.to === this.last;
  }

  all(): void {
    this.set(this.first, this.last);
  }

  /** Zooms in (below 1) or out about the middle. */
  zoom(factor: number): void {
    const middle = (this.from + this.to) / 2;
    const half = ((this.to - this.from) / 2) * factor;
    this.set(middle - half, middle + half);
  }

  /** Moves by a share of what is shown. */
  move(share: number): void {
    const by = share * (this.to - this.from);
    this.set(this.from + by, this.to + by);
  }
}
