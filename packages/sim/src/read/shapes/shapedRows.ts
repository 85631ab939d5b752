import type { Frame, Series } from '../frame.js';
import { LineShapes } from './lineShapes.js';
import { type NumberSlot, numberAt, type Span, slotOf } from './numberSlots.js';
import type { Run } from './runs.js';

/** A number of a row: its column, and where it stands in the line. */
export interface RowCell {
  readonly series: Series;
  readonly span: Span;
}

/** What lines of one shape put into a frame: a row, or nothing. */
interface Meaning {
  readonly cells: readonly { readonly series: Series; readonly slot: NumberSlot }[] | null;
  readonly isEvaluation: boolean;
}

/** Rows of a frame that are put together from the bytes of their lines, once a line of their shape was seen. */
export class ShapedRows {
  private readonly shapes = new LineShapes<Meaning>();

  constructor(private readonly frame: Frame) {}

  /** Worth learning? Lines are asked about once, in their order. */
  isRecurring(line: string): boolean {
    return this.shapes.isRecurring(line);
  }

  /** A line gave this row; with null it gave none. */
  learn(line: string, runs: readonly Run[], row: readonly RowCell[] | null, isEvaluation = false): void {
    const cells = [];
    for (const { series, span } of row ?? []) {
      const slot = slotOf(line, span, runs);
      if (slot === null) return;
      cells.push({ series, slot });
    }
    this.shapes.learn(line, runs, { cells: row && cells, isEvaluation });
  }

  takeBytes(bytes: Uint8Array, from: number, to: number): number {
    const { shapes, frame } = this;
    const meaning = shapes.match(bytes, from, to);
    if (meaning === undefined) return 0;
    const { cells, isEvaluation } = meaning;
    if (cells === null) return shapes.next;
    for (let i = 0; i < cells.length; i++) {
      const { series, slot } = cells[i]!;
      frame.put(series, numberAt(slot, bytes, shapes));
    }
    if (isEvaluation) frame.retractLosses();
    frame.endRow();
    return shapes.next;
  }

  /** The columns have changed. */
  forget(): void {
    this.shapes.forget();
  }
}
