import type { LineTaker } from '../lines.js';
import type { Label, LabelSpan } from './label.js';
import { LineShapes } from './lineShapes.js';
import { numberAt, type Place, placeOf, type Span, spelledNumber } from './places.js';
import { type Run, runsOf } from './runs.js';

/** What one line says: something, and where the numbers of it stand. */
export interface Said<What> {
  readonly what: What;
  readonly spans: readonly (Span | undefined)[];
}

interface Meaning<What> {
  readonly what: What | null;
  readonly places: readonly Place[];
  readonly label: Place | null;
  readonly isCertain: boolean;
}

export interface LineReading<What> {
  /**
   * What a line says: a function of the line alone, which may depend on its digits only as lines of one shape agree in
   * them. null: nothing; undefined: whatever it says was told already, and its shape must not be learnt.
   */
  says(line: string): Said<What> | null | undefined;
  /** What to do about it; NaN stands for a number that is not there. */
  tell(what: What, numbers: Float64Array, label: Label | null): void;
  /** The number in front of a line. */
  labelSpan?(line: string): LabelSpan | null;
  /** May its shape be learnt at all? */
  isLearnt?(line: string): boolean;
  /** The digits that may vary, if not all outside of names. */
  runsOf?(line: string): readonly Run[];
}

/** Reads lines in two steps, what each says and what to do about it, of which lines of a known shape are spared the first. */
export class ShapedLines<What> implements LineTaker {
  private readonly shapes = new LineShapes<Meaning<What>>();
  private numbers = new Float64Array(64);
  /** Where nobody asks for known lines, as while the format is found out, none are learnt. */
  private isAsked = false;

  constructor(private readonly reading: LineReading<What>) {}

  line(line: string): void {
    const { reading, shapes } = this;
    const said = reading.says(line);
    if (said === undefined) return;
    if (this.isAsked && shapes.isRecurring(line) && (reading.isLearnt?.(line) ?? true))
      this.learn(line, said);
    if (said !== null) this.tell(line, said);
  }

  /** What to do about what a line says. */
  tell(line: string, { what, spans }: Said<What>): void {
    const numbers = this.room(spans.length);
    spans.forEach((span, i) => {
      numbers[i] = span ? spelledNumber(line.slice(span[0], span[1]), span[2]) : Number.NaN;
    });
    const label = this.reading.labelSpan?.(line) ?? null;
    this.reading.tell(
      what,
      numbers,
      label && { rank: Number(line.slice(label.span[0], label.span[1])), isCertain: label.isCertain },
    );
  }

  known(bytes: Uint8Array, from: number, to: number): number {
    const { shapes } = this;
    this.isAsked = true;
    const meaning = shapes.match(bytes, from, to);
    if (meaning === undefined) return 0;
    const { next } = shapes;
    const { what, places, label, isCertain } = meaning;
    if (what === null) return next;
    const numbers = this.room(places.length);
    for (let i = 0; i < places.length; i++) numbers[i] = numberAt(places[i]!, bytes, shapes);
    const rank = label && numberAt(label, bytes, shapes);
    this.reading.tell(what, numbers, rank === null ? null : { rank, isCertain });
    return next;
  }

  /** The shapes mean something else from here on. */
  forget(): void {
    this.shapes.forget();
  }

  private learn(line: string, said: Said<What> | null): void {
    const runs = (this.reading.runsOf ?? runsOf)(line);
    const digits = runs.filter(({ isBar }) => !isBar);
    const places: Place[] = [];
    for (const span of said?.spans ?? []) {
      const place = placeOf(line, span, digits);
      if (place === null) return;
      places.push(place);
    }
    const label = this.reading.labelSpan?.(line) ?? null;
    const place = label && placeOf(line, label.span, digits);
    if (label && !place) return;
    this.shapes.learn(line, runs, {
      what: said === null ? null : said.what,
      places,
      label: place,
      isCertain: label?.isCertain ?? false,
    });
  }

  private room(size: number): Float64Array {
    if (size > this.numbers.length) this.numbers = new Float64Array(2 * size);
    return this.numbers;
  }
}
