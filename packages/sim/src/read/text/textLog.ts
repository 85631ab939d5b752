import { SegmentBuilder } from '../segmentBuilder.js';
import type { Label } from '../shapes/numberSlots.js';
import { Ranks } from './ranks.js';

/** What a dialect found in a text log so far. */
export class TextLog {
  builder: SegmentBuilder;
  readonly otherLosses = new Set<string>();
  readonly notes = new Set<string>();
  /** Lines that are certainly of this dialect and yet hold no training loss. */
  signs = 0;
  /** Of these: lines with a validation loss, and lines with a learning rate alone. */
  validations = 0;
  rates = 0;
  /** Why the loss may be none. */
  doubt: string | null = null;
  /** Lines cut in the middle, whose loss is lost. */
  torn = 0;
  /** The number in front of the line that is being looked at. */
  label: Label | null = null;
  readonly ranks = new Ranks();

  constructor(
    public lossName: string,
    private readonly newBuilder = () => new SegmentBuilder(),
  ) {
    this.builder = newBuilder();
  }

  get points(): number {
    return this.builder.count;
  }

  point(step: number | undefined, loss: number | undefined, rate?: number): void {
    if (this.ranks.isOther(this.label, step)) return;
    if (!this.builder.add(step, loss, rate)) this.torn++;
  }

  /** Forgets the records: finer ones were found. */
  restart(): void {
    this.builder = this.newBuilder();
  }

  validation(name = 'val_loss'): void {
    this.validations++;
    this.signs++;
    if (this.otherLosses.size < 64) this.otherLosses.add(name);
  }

  rate(): void {
    this.rates++;
    this.signs++;
  }
}
