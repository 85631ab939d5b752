import type { LineTaker } from '../lines.js';
import { LineShapes } from './lineShapes.js';
import type { Label, LabelSpan } from './numberSlots.js';
import { type NumberSlot, numberAt, type Span, slotOf, spelledNumber } from './numberSlots.js';
import { type Run, runsOf } from './runs.js';

/** A parsed line: its meaning, and where its numbers stand. */
export interface Parsed<What> {
  readonly what: What;
  readonly spans: readonly (Span | undefined)[];
}

interface Meaning<What> {
  readonly what: What | null;
  readonly slots: readonly NumberSlot[];
  readonly label: NumberSlot | null;
  readonly isCertain: boolean;
}

export interface LineReading<What> {
  /**
   * Parses a line, without regard to other lines. The meaning must be the same for all lines of one shape. null: the line has
   * none. undefined: the line was dealt with already, and its shape must not be learnt.
   */
  parse(line: string): Parsed<What> | null | undefined;
  /** Takes a parsed line; NaN stands for a missing number. */
  accept(what: What, numbers: Float64Array, label: Label | null): void;
  /** The number in front of a line. */
  labelSpan?(line: string): LabelSpan | null;
  /** May its shape be learnt at all? */
  isLearnt?(line: string): boolean;
  /** The digits that may vary, if not all outside of names. */
  runsOf?(line: string): readonly Run[];
}

/** Parses lines and takes what they mean. A line of a shape that was learnt is not parsed again. */
export class ShapedLines<What> implements LineTaker {
  private readonly shapes = new LineShapes<Meaning<What>>();
  private numbers = new Float64Array(64);
  /** Shapes are learnt only once `takeBytes` is called; while the format is being detected, it is not. */
  private isAsked = false;

  constructor(private readonly reading: LineReading<What>) {}

  line(line: string): void {
    const { reading, shapes } = this;
    const parsed = reading.parse(line);
    if (parsed === undefined) return;
    if (this.isAsked && shapes.isRecurring(line) && (reading.isLearnt?.(line) ?? true))
      this.learn(line, parsed);
    if (parsed !== null) this.accept(line, parsed);
  }

  /** Takes a line that was parsed elsewhere. */
  accept(line: string, { what, spans }: Parsed<What>): void {
    const numbers = this.room(spans.length);
    spans.forEach((span, i) => {
      numbers[i] = span ? spelledNumber(line.slice(span[0], span[1]), span[2]) : Number.NaN;
    });
    const label = this.reading.labelSpan?.(line) ?? null;
    this.reading.accept(
      what,
      numbers,
      label && { rank: Number(line.slice(label.span[0], label.span[1])), isCertain: label.isCertain },
    );
  }

  takeBytes(bytes: Uint8Array, from: number, to: number): number {
    const { shapes } = this;
    this.isAsked = true;
    const meaning = shapes.match(bytes, from, to);
    if (meaning === undefined) return 0;
    const { next } = shapes;
    const { what, slots, label, isCertain } = meaning;
    if (what === null) return next;
    const numbers = this.room(slots.length);
    for (let i = 0; i < slots.length; i++) numbers[i] = numberAt(slots[i]!, bytes, shapes);
    const rank = label && numberAt(label, bytes, shapes);
    this.reading.accept(what, numbers, rank === null ? null : { rank, isCertain });
    return next;
  }

  /** The shapes mean something else from here on. */
  forget(): void {
    this.shapes.forget();
  }

  private learn(line: string, parsed: Parsed<What> | null): void {
    const runs = (this.reading.runsOf ?? runsOf)(line);
    const digits = runs.filter(({ isBar }) => !isBar);
    const slots: NumberSlot[] = [];
    for (const span of parsed?.spans ?? []) {
      const slot = slotOf(line, span, digits);
      if (slot === null) return;
      slots.push(slot);
    }
    const label = this.reading.labelSpan?.(line) ?? null;
    const slot = label && slotOf(line, label.span, digits);
    if (label && !slot) return;
    this.shapes.learn(line, runs, {
      what: parsed === null ? null : parsed.what,
      slots,
      label: slot,
      isCertain: label?.isCertain ?? false,
    });
  }

  private room(size: number): Float64Array {
    if (size > this.numbers.length) this.numbers = new Float64Array(2 * size);
    return this.numbers;
  }
}
