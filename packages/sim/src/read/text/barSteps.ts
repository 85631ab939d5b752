import type { Frame } from '../frame.js';
import { totalOf } from '../names.js';
import type { Bar } from './bars.js';
import { type Cell, type HeldRow, hold, type NamedNumbers, putCells } from './namedNumbers.js';

const name = 'progress bar';

/**
 * Steps for records that have none of their own, from the progress bar that is redrawn around them: the Hugging Face
 * trainer prints a record, and then the bar anew. The bar behind a record is exact, the one before it may lag. Where
 * the output of bars and records was buffered apart, bars repeat, and none is believed.
 */
export class BarSteps {
  private waiting: HeldRow | null = null;
  private bar: Bar | null = null;
  private before = Number.NaN;
  private taken = 0;
  private repeated = 0;

  constructor(private readonly frame: Frame) {}

  see(bar: Bar): void {
    if (this.waiting && (this.bar === null || this.bar.total === bar.total)) this.bar = bar;
    this.flush();
    this.bar = bar;
  }

  /** A record waits for the next bar; the one that waited so far gets the bar before. */
  add(what: NamedNumbers, numbers: Float64Array, added: readonly Cell[]): void {
    this.flush();
    this.waiting = hold(what, numbers, added);
  }

  flush(): void {
    if (!this.waiting) return;
    const { what, added } = this.waiting;
    putCells(this.frame, what, what.held, added);
    if (this.bar) {
      const { done, total } = this.bar;
      this.taken++;
      if (done === this.before) this.repeated++;
      this.before = done;
      this.frame.cell(name, done, { kind: 'step', tier: 9 });
      this.frame.cell(totalOf(name), total);
    }
    this.frame.endRow();
    this.waiting = null;
  }

  end(): void {
    this.flush();
    if (this.repeated * 5 > this.taken) this.frame.drop(name);
  }
}
