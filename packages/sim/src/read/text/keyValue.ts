import { Frame } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { forEachLine } from '../lines.js';
import type { Reader, ReadOptions, ReadResult } from '../reader.js';
import { forEachPair } from './pairs.js';

const promising = /loss|nll|cost|trl|lr|learning.?rate/i;
/** tqdm: ` 250/500 [00:10<00:10, `. */
const progress = /(\d+)\/(\d+) \[\d+:\d+/;

/** Reads whatever prints names with numbers: `Epoch [1/5], Step [100/600], Loss: 0.1991`, `{'loss': 2.3, 'epoch': 0.01}`. */
export class KeyValueScan {
  private readonly frame: Frame;
  private readonly extra: readonly string[];
  private losses = 0;
  private place = '';

  constructor(private readonly options: ReadOptions) {
    this.frame = new Frame(options);
    this.extra = [options.loss, options.learningRate, options.step].filter((name) => name !== undefined);
  }

  /** Lines with a loss of any kind. */
  get points(): number {
    return this.losses;
  }

  line(line: string): void {
    if (!promising.test(line) && !this.extra.some((name) => line.includes(name))) return;
    let isLoss = false;
    const cells: [name: string, value: number][] = [];
    forEachPair(line, this.extra, (name, value) => {
      const kind = this.frame.column(name)?.kind.kind;
      isLoss ||= kind === 'loss' || name === this.options.loss;
      cells.push([name, value]);
    });
    if (cells.length === 0) return;
    if (isLoss) {
      const bar = progress.exec(line);
      const place = bar ? `${cells.find(([name]) => /epoch/i.test(name))?.[1]} ${bar[1]}` : '';
      // A progress bar is redrawn more often than it moves.
      if (bar && place === this.place) return;
      if (bar) cells.push(['iter', Number(bar[1])]);
      this.place = place;
      this.losses++;
    }
    for (const [name, value] of cells) this.frame.cell(name, value);
    this.frame.endRow();
  }

  result(file: string): ReadResult {
    return frameTrace({ file, format: keyValue.format, frame: this.frame, options: this.options });
  }
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
