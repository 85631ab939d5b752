import { Frame } from '../frame.js';
import { totalOf } from '../frameSteps.js';
import { frameTrace } from '../frameTrace.js';
import { forEachLine } from '../lines.js';
import type { Reader, ReadOptions, ReadResult } from '../reader.js';
import { BarSteps } from './barSteps.js';
import { type Bar, barBefore } from './bars.js';
import { bracketPlace } from './brackets.js';
import { KeyTable } from './keyTable.js';
import { LinesAbove } from './linesAbove.js';
import { type Pair, pairsIn } from './pairs.js';
import { Ranks } from './ranks.js';
import { Templates } from './templates.js';
import { TextTable } from './textTable.js';

export type Cell = readonly [name: string, value: number];

const promising = /loss|nll|cost|trl|xent|lr|learning.?rate|epoch|step|iter|batch/i;

/** Where one progress bar ends and the next one begins. */
const bars = /(?<=[\]}])(?=[^[\]{}|]{0,60}\d%\|)/;

/** The Hugging Face trainer's last line, with the mean of the run; nanoGPT's estimate over many batches. */
const noRecord = /'train_runtime'|\bstep \d+: train loss \S+, val loss /;

/** Reads whatever prints names with numbers: `Epoch [1/5], Step [100/600], Loss: 0.1991`, `{'loss': 2.3, 'epoch': 0.01}`. */
export class KeyValueScan {
  private readonly frame: Frame;
  private readonly extra: readonly string[];
  private readonly bars: BarSteps;
  private readonly above = new LinesAbove();
  private readonly keyTable = new KeyTable();
  private readonly table = new TextTable();
  private readonly ranks = new Ranks();
  private readonly templates = new Templates();
  private losses = 0;
  /** The record of a progress bar, which may be redrawn with another loss before it moves on. */
  private drawn: { readonly place: string; readonly bar: Bar; readonly cells: readonly Cell[] } | null = null;

  constructor(private readonly options: ReadOptions) {
    this.frame = new Frame(options);
    this.bars = new BarSteps(this.frame);
    this.extra = [options.loss, options.learningRate, options.step].filter((name) => name !== undefined);
  }

  /** Lines with a loss of any kind. */
  get points(): number {
    return this.losses;
  }

  line(line: string): void {
    // Bars whose carriage returns were lost share a line with all that was printed between them.
    if (line.length > 40 && line.indexOf('%|') !== line.lastIndexOf('%|')) {
      for (const part of line.split(bars)) this.part(part);
    } else this.part(line);
  }

  private part(line: string): void {
    const keys = this.keyTable.line(line);
    const tabular = keys === null ? this.table.line(line) : keys;
    if (tabular) {
      // Tables look alike.
      this.templates.add('', 0);
      this.record(tabular, null, null);
    }
    if (tabular !== null) return;
    if (!promising.test(line) && !this.extra.some((name) => line.includes(name))) {
      const bar = barBefore(line);
      if (bar) this.bars.see(bar);
      return;
    }
    if (this.options.loss === undefined && noRecord.test(line)) return;
    const pairs = pairsIn(line, this.extra);
    const loss = pairs.find(({ name }) => this.isLoss(name));
    // tqdm's postfix comes behind the bar, its description before.
    const bar = (loss && barBefore(line, loss.at)) ?? barBefore(line);
    if (loss) this.templates.add(line, loss.at);
    else if (bar) this.bars.see(bar);
    if (pairs.length > 0) this.record(cellsOf(line, pairs, loss), loss ? bar : null, line);
  }

  private isLoss(name: string): boolean {
    return this.kind(name) === 'loss' || name === this.options.loss;
  }

  private kind(name: string): string | undefined {
    return name.endsWith(totalOf('')) ? 'plan' : this.frame.column(name)?.kind.kind;
  }

  private record(cells: readonly Cell[], bar: Bar | null, line: string | null): void {
    const of = (kind: string) => cells.filter(([name]) => this.kind(name) === kind);
    const losses = cells.filter(([name]) => this.isLoss(name)).map(([name]) => name);
    const [steps, epochs] = [of('step'), of('epoch')];
    if (losses.length === 0 && of('evaluation').length === 0) {
      this.above.head(steps, epochs);
      if (of('rate').length > 0) this.put([...cells, ...(steps.length > 0 ? [] : this.above.latest)]);
      return;
    }
    if (line !== null && this.ranks.isOther(line, steps[0]?.[1])) return;
    this.losses += losses.length > 0 ? 1 : 0;
    const hasStep = steps.length > 0 || bar !== null;
    const added = this.above.cells(losses, steps, hasStep, epochs.length > 0);
    const all = [...cells, ...added];
    if (bar) this.draw(bar, `${epochs[0]?.[1]} ${bar.done}`, all);
    else if (hasStep || losses.length === 0 || added.some(([name]) => this.kind(name) === 'step'))
      this.put(all);
    else {
      this.rest();
      this.bars.add(all);
    }
  }

  private draw(bar: Bar, place: string, cells: readonly Cell[]): void {
    if (this.drawn !== null && place !== this.drawn.place) {
      // The last picture of a bar often shows the loss of the one before once more.
      const { bar: before, cells: old } = this.drawn;
      const isEnd = bar.done === bar.total && before.done === bar.done - 1;
      const same = isEnd && cells.every(([name, value]) => old.some(([n, v]) => n === name && v === value));
      if (same) return;
    }
    if (place !== this.drawn?.place) this.rest();
    this.drawn = { place, bar, cells };
  }

  /** The bar has moved on, or something else is printed. */
  private rest(): void {
    if (!this.drawn) return;
    const { bar, cells } = this.drawn;
    this.drawn = null;
    this.put([...cells, ['iter', bar.done], [totalOf('iter'), bar.total]]);
  }

  private put(cells: readonly Cell[]): void {
    this.rest();
    this.bars.flush();
    for (const [name, value] of cells) {
      this.frame.cell(name, value, name.endsWith(totalOf('')) ? { kind: 'plan' } : undefined);
    }
    this.frame.endRow();
  }

  result(file: string): ReadResult {
    this.rest();
    this.bars.end();
    const { frame, options, templates, ranks } = this;
    const isProse = !templates.alike && options.loss === undefined;
    return frameTrace({ file, format: keyValue.format, frame, options, notes: ranks.notes, isProse });
  }
}

/** The pairs of a line, and the place that its brackets name. */
function cellsOf(line: string, pairs: readonly Pair[], loss: Pair | undefined): Cell[] {
  const cells: Cell[] = [];
  for (const { name, value, total } of pairs) {
    cells.push([name, value]);
    if (total !== undefined) cells.push([totalOf(name), total]);
  }
  const place = loss ? bracketPlace(line) : null;
  if (!place) return cells;
  if (place.epoch !== undefined) cells.push(['epoch', place.epoch]);
  if (place.step !== undefined) cells.push(['step', place.step]);
  if (place.total !== undefined) cells.push([totalOf('step'), place.total]);
  return cells;
}

/** Any text log that prints names with numbers. */
export const keyValue: Reader = {
  format: 'key-value',
  description: 'any text log that prints names with numbers, such as `step 3, loss 0.5, lr 0.1`',
  // Never chosen for itself: the text reader falls back on it when no dialect fits.
  detect: () => 0,
  async read(file, bytes, options) {
    const scan = new KeyValueScan(options);
    await forEachLine(bytes, (line) => scan.line(line));
    return scan.result(file);
  },
};
