import { type Choice, chooseLoss } from '../read/chooseLoss.js';
import { Cursor, type Frame, type Series } from '../read/frame.js';
import { rateSeries } from '../read/frameRates.js';
import { chooseSteps } from '../read/frameSteps.js';
import { LiveSteps } from './liveSteps.js';
import type { RecordTaker } from './record.js';

/** Number of records of the loss at which the columns of a table are chosen. */
export const settledAfter = 8;

/** What was chosen of a table's columns. */
interface Columns {
  readonly loss: Choice;
  readonly steps: LiveSteps;
  readonly rate: Series | null;
}

type CellOf = (series: Series) => number | undefined;

/**
 * Hands the rows of a table on as records while they come: keeps the first ones until loss, step and rate can be told
 * from them, by the rules for whole tables, and of the later ones nothing.
 */
export class LiveTable {
  private columns: Columns | null = null;
  private rate = Number.NaN;
  private wanted = settledAfter;

  constructor(private readonly taker: RecordTaker) {}

  get lossName(): string | null {
    return this.columns?.loss.name ?? null;
  }

  row(frame: Frame): void {
    if (this.columns === null) {
      if (frame.row + 1 >= this.wanted) this.settle(frame, settledAfter);
      return;
    }
    this.take(this.columns, (series) =>
      series.latest === frame.row ? series.values.at(series.values.length - 1) : undefined,
    );
    empty(frame);
  }

  /** The log has ended: chooses with what there is. */
  end(frame: Frame | null): void {
    if (this.columns === null && frame !== null) this.settle(frame, 1);
  }

  private settle(frame: Frame, least: number): void {
    // Asked again when there is twice as much, lest asking takes longer than reading.
    this.wanted = 2 * (frame.row + 1);
    const { loss: wish, step, learningRate } = frame.options;
    const named = wish === undefined ? undefined : frame.named(wish);
    const loss = named
      ? { name: named.name, parts: [named] }
      : wish === undefined && chooseLoss(frame.series);
    if (!loss || loss.parts[0]!.values.length < least) return;
    const rate = learningRate === undefined ? undefined : frame.named(learningRate);
    this.columns = {
      loss,
      steps: new LiveSteps(chooseSteps(frame, loss.parts[0]!, step), this.taker),
      rate: rateSeries(frame, loss.parts[0]!, rate),
    };
    const cursors = new Map(frame.series.map((series) => [series, new Cursor(series)]));
    for (let row = 0; row <= frame.row; row++)
      this.take(this.columns, (series) => cursors.get(series)?.at(row));
    empty(frame);
  }

  private take({ loss, steps, rate }: Columns, cell: CellOf): void {
    // A rate in a row of its own holds until the next one.
    if (rate) this.rate = cell(rate) ?? this.rate;
    let value = cell(loss.parts[0]!);
    if (value === undefined) return;
    for (let i = 1; i < loss.parts.length; i++) value += cell(loss.parts[i]!) ?? Number.NaN;
    const step = steps.at(cell);
    if (step !== undefined && Number.isFinite(step))
      this.taker.record({ step, loss: value, learningRate: this.rate });
  }
}

function empty({ series }: Frame): void {
  for (const { rows, values } of series) {
    if (values.length === 0) continue;
    rows.length = 0;
    values.length = 0;
  }
}
