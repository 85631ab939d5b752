import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import type { LineTaker } from '../lines.js';
import { totalOf } from '../names.js';
import type { ReadOptions, ReadResult } from '../reader.js';
import type { Label } from '../shapes/numberSlots.js';
import { type Parsed, ShapedLines } from '../shapes/shapedLines.js';
import { BarSteps } from './barSteps.js';
import { type Bar, barBefore } from './bars.js';
import { fieldsIn } from './fields.js';
import { KeyTable } from './keyTable.js';
import { cellsOf } from './linePlace.js';
import { LinesAbove } from './linesAbove.js';
import {
  type Cell,
  type HeldRow,
  hold,
  type NamedNumbers,
  namedNumbers,
  putCells,
  valuesOf,
} from './namedNumbers.js';
import { noRecord, promising } from './promising.js';
import { labelSpan, Ranks } from './ranks.js';
import { partsOf } from './sharedLine.js';
import { Templates } from './templates.js';
import { TextTable } from './textTable.js';

/** Reads whatever prints names with numbers: `Epoch [1/5], Step [100/600], Loss: 0.1991`, `{'loss': 2.3, 'epoch': 0.01}`. */
export class KeyValueScan {
  readonly lines: LineTaker;
  private readonly shaped: ShapedLines<NamedNumbers>;
  private readonly frame: Frame;
  private readonly extra: readonly string[];
  private readonly bars: BarSteps;
  private readonly above = new LinesAbove();
  private readonly keyTable = new KeyTable();
  private readonly table = new TextTable();
  private readonly ranks = new Ranks();
  private readonly templates = new Templates();
  private losses = 0;
  /** Lines that say where they stand. */
  private places = 0;
  /** The record of a progress bar, which may be redrawn with another loss before it moves on. */
  private drawn: {
    readonly epoch: number | undefined;
    /** The step that the record says itself. */
    readonly step: number | undefined;
    readonly bar: Bar;
    readonly row: HeldRow;
  } | null = null;

  constructor(private readonly options: ReadOptions) {
    this.frame = new Frame(options);
    this.bars = new BarSteps(this.frame);
    this.extra = [options.loss, options.learningRate, options.step].filter((name) => name !== undefined);
    this.shaped = new ShapedLines({
      parse: (line) => this.parse(line),
      accept: (what, numbers, label) => this.accept(what, numbers, label),
      labelSpan,
      isLearnt: (line) => !KeyTable.mayHave(line) && !this.keyTable.isOpen && !this.table.mayGoOn,
    });
    // A name that begins with digits cannot be told from the digits that vary.
    const isPlain = this.extra.every((name) => !/(?<![\w./-])\d/.test(name));
    this.lines = {
      line: (line) => this.shaped.line(line),
      takeBytes: (bytes, from, to) => {
        // In a result of Ray Tune a line belongs to it, even one of a shape that was seen outside.
        const next = isPlain && !this.keyTable.isOpen ? this.shaped.takeBytes(bytes, from, to) : 0;
        if (next > 0) this.table.otherLine();
        return next;
      },
    };
  }

  /** Lines with a loss of any kind. */
  get points(): number {
    return this.losses;
  }

  /** Does it go on, as a log does? */
  get goesOn(): boolean {
    return this.places > 1;
  }

  private parse(line: string): Parsed<NamedNumbers> | null | undefined {
    const parts = partsOf(line);
    if (parts === null) return this.part(line);
    for (const part of parts) {
      const parsed = this.part(part);
      if (parsed) this.shaped.accept(part, parsed);
    }
    return undefined;
  }

  private part(line: string): Parsed<NamedNumbers> | null | undefined {
    const cells = this.keyTable.line(line);
    if (cells) this.keyed(cells);
    if (cells !== null) return undefined;
    const row = this.table.line(line);
    if (row === null) return this.pairs(line);
    if (row === undefined) {
      // Below other names, numbers mean something else.
      if (this.table.isNew) this.shaped.forget();
      return undefined;
    }
    const what = namedNumbers(this.frame, row.names, { template: 'table', loss: this.options.loss });
    return { what, spans: row.spans };
  }

  /** The record of a table of names, one below the other. */
  private keyed(cells: readonly Cell[]): void {
    const names = cells.map(([name]) => name);
    const what = namedNumbers(this.frame, names, { template: 'table', loss: this.options.loss });
    this.accept(
      what,
      Float64Array.from(cells, ([, value]) => value),
      null,
    );
  }

  private pairs(line: string): Parsed<NamedNumbers> | null {
    const { frame, options, extra } = this;
    if (!promising.test(line) && !extra.some((name) => line.includes(name))) {
      const bar = barBefore(line);
      return bar && { what: namedNumbers(frame, [], { hasBar: true }), spans: bar };
    }
    if (options.loss === undefined && noRecord.test(line)) return null;
    const found = fieldsIn(line, extra);
    const { fields } = found;
    for (const name of found.others) frame.column(name);
    const loss = fields.find(({ name }) => name === options.loss || this.kind(name) === 'loss');
    // tqdm's postfix comes behind the bar, its description before.
    const bar = (loss && barBefore(line, loss.at)) ?? barBefore(line);
    if (fields.length === 0 && !bar) return null;
    const cells = cellsOf(line, found);
    const names = cells.map(([name]) => name);
    const template = loss ? Templates.of(line, loss.at) : null;
    return {
      what: namedNumbers(frame, names, { hasBar: bar !== null, template, loss: options.loss }),
      spans: [...cells.map(([, span]) => span), ...(bar ?? [])],
    };
  }

  private accept(what: NamedNumbers, numbers: Float64Array, label: Label | null): void {
    const { names, template, hasBar } = what;
    const { length } = names;
    const bar = hasBar ? { done: numbers[length]!, total: numbers[length + 1]! } : null;
    if (template !== null) this.templates.add(template);
    else if (bar) this.bars.see(bar);
    if (length > 0) this.record(what, numbers, template === null ? null : bar, label);
  }

  private record(what: NamedNumbers, numbers: Float64Array, bar: Bar | null, label: Label | null): void {
    const { losses, hasEvaluation, hasRate, template } = what;
    const steps = valuesOf(what.steps, numbers);
    const epochs = valuesOf(what.epochs, numbers);
    this.places += steps.length + epochs.length > 0 ? 1 : 0;
    if (losses.length === 0 && !hasEvaluation) {
      this.above.head(steps, epochs, what.stepTier);
      if (hasRate) this.put(what, numbers, this.above.beside(steps.length > 0, epochs.length > 0));
      return;
    }
    if (template !== 'table' && label && this.ranks.isOther(label, steps[0]?.[1])) return;
    this.losses += losses.length > 0 ? 1 : 0;
    const hasStep = steps.length > 0 || bar !== null;
    const added = this.above.cells(losses, steps, hasStep, epochs.length > 0);
    // Pictures of one bar are of different steps where these are exact.
    const step = what.isRounded ? undefined : steps[0]?.[1];
    if (bar) this.draw(bar, epochs[0]?.[1], step, what, numbers, added);
    else if (hasStep || losses.length === 0 || added.some(([name]) => this.kind(name) === 'step'))
      this.put(what, numbers, added);
    else {
      this.rest();
      this.bars.add(what, numbers, added);
    }
  }

  private kind(name: string): string | undefined {
    return this.frame.column(name)?.kind.kind;
  }

  private draw(
    bar: Bar,
    epoch: number | undefined,
    step: number | undefined,
    what: NamedNumbers,
    numbers: Float64Array,
    added: readonly Cell[],
  ): void {
    const { drawn } = this;
    const isNext = drawn === null || drawn.epoch !== epoch || drawn.step !== step;
    if (isNext || (step === undefined && drawn.bar.done !== bar.done)) {
      // The last picture of a bar often shows the loss of the one before once more.
      const isEnd = drawn !== null && bar.done === bar.total && drawn.bar.done < bar.done;
      if (
        isEnd &&
        isAmong(cellsIn(what, numbers, added), cellsIn(drawn.row.what, drawn.row.what.held, drawn.row.added))
      )
        return;
      this.rest();
    }
    this.drawn = { epoch, step, bar, row: hold(what, numbers, added) };
  }

  /** The bar has moved on, or something else is printed. */
  private rest(): void {
    if (!this.drawn) return;
    const { bar, row } = this.drawn;
    this.drawn = null;
    this.bars.flush();
    putCells(this.frame, row.what, row.what.held, row.added);
    this.frame.cell('iter', bar.done);
    this.frame.cell(totalOf('iter'), bar.total);
    this.frame.endRow();
  }

  private put(what: NamedNumbers, numbers: Float64Array, added: readonly Cell[]): void {
    this.rest();
    this.bars.flush();
    putCells(this.frame, what, numbers, added);
    this.frame.endRow();
  }

  result(file: string, format: string, notes: readonly string[] = []): ReadResult {
    const last = this.keyTable.line('');
    if (last) this.keyed(last);
    this.rest();
    this.bars.end();
    const { frame, options, templates, ranks } = this;
    const isProse = !templates.alike && options.loss === undefined;
    return frameTrace({
      file,
      format,
      frame,
      options,
      notes: [...ranks.notes, ...notes],
      isProse,
      ratesHold: true,
    });
  }
}

const cellsIn = ({ names }: NamedNumbers, numbers: Float64Array, added: readonly Cell[]): Cell[] => [
  ...names.map((name, i): Cell => [name, numbers[i]!]),
  ...added,
];

const isAmong = (some: readonly Cell[], all: readonly Cell[]): boolean =>
  some.every(([name, value]) => all.some(([n, v]) => n === name && v === value));
