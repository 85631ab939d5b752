import { Frame, type Series } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { joinRuns } from '../joinRuns.js';
import { numberOf } from '../number.js';
import type { ReadOptions, ReadResult } from '../reader.js';

const separator = ' - ';

/** The first column is the step, all others are `RUN - METRIC`, some with `__MIN` or `__MAX`. */
export function isWandbExport(names: readonly string[]): boolean {
  const [, ...curves] = names.filter((name) => name !== '');
  return curves.length > 0 && curves.every((name) => name.includes(separator));
}

/** A chart exported from the W&B pages: the curves of several named runs side by side. */
export class WandbExport {
  private readonly runs = new Map<string, Frame>();
  private readonly columns: { frame: Frame; series: Series | null }[];
  private readonly steps: { frame: Frame; series: Series }[];

  constructor(
    names: readonly string[],
    private readonly options: ReadOptions,
  ) {
    this.columns = names.slice(1).map((name) => {
      // A run's name may hold the separator, too: the metric comes after the last one.
      const at = name.lastIndexOf(separator);
      const run = at < 0 ? name : name.slice(0, at);
      const frame = this.runs.get(run) ?? new Frame(options);
      this.runs.set(run, frame);
      return { frame, series: at < 0 ? null : frame.column(name.slice(at + separator.length)) };
    });
    this.steps = [...this.runs.values()].map((frame) => ({ frame, series: frame.column('step')! }));
  }

  row(cells: readonly string[]): void {
    const step = numberOf(cells[0]?.trim() ?? '');
    if (step === undefined) return;
    for (const { frame, series } of this.steps) frame.put(series, step);
    for (let i = 1; i < cells.length && i <= this.columns.length; i++) {
      const { frame, series } = this.columns[i - 1]!;
      const value = series && numberOf(cells[i]!.trim());
      if (series && value !== null && value !== undefined) frame.put(series, value);
    }
    for (const { frame } of this.steps) frame.endRow();
  }

  result(file: string): ReadResult {
    const { options } = this;
    const parts = [...this.runs].map(
      ([run, frame]) => [run, frameTrace({ file, format: 'csv', frame, options, stepName: 'step' })] as const,
    );
    return joinRuns(file, parts, options);
  }
}
