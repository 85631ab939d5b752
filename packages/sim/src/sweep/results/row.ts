import papa from 'papaparse';
import type { Outcome } from '../outcome.js';
import type { PlannedRow, SweepPlan } from '../plan.js';
import { recordedDistance } from '../recordedDistance.js';
import { type ColumnKind, columnsOf, type ResultColumn } from './columns.js';

/** One value of a result. */
export type Cell = string | number | boolean | null | readonly number[];

/** A row of a result, by column. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows of a result file, some thousand at a time, beginning with the file's first. */
export type Pages = AsyncGenerator<Row[]>;

export const rowsAPage = 5000;

/** The first line of a whole result, and of the first shard. */
export const headerLine = (plan: SweepPlan): string => line(columnsOf(plan).map(({ name }) => name));

/** How a row begins: everything but its outcome. */
export function rowStart(plan: SweepPlan, { part, varied }: PlannedRow): string {
  const { trace, variation } = part;
  const options = plan.options.map((option) => {
    const value = varied[option] ?? '';
    return typeof value === 'object' ? JSON.stringify(value) : value;
  });
  return `${line([plan.id, trace.file, trace.segmentNumber, variation.entry.name, ...options])},`;
}

/** A row as a line of CSV, without the line's end. */
export function rowLine(plan: SweepPlan, row: PlannedRow, outcome: Outcome): string {
  const { recorded, segment } = row.part.trace;
  const iterations = segment.steps.at(-1)! - segment.steps[0]! + 1;
  const outcomeCells = [
    outcome.reductions,
    outcome.reductionSteps[0],
    outcome.lastReduction,
    outcome.finalLearningRate,
    outcome.stationaryShare,
    recordedDistance(recorded, outcome, iterations),
    outcome.restarts,
    outcome.reductionSteps.join(' '),
    outcome.restartSteps.join(' '),
  ];
  return rowStart(plan, row) + line(outcomeCells);
}

/** Lines of CSV as rows. */
export const parseRows = (lines: readonly string[], columns: readonly ResultColumn[]): Row[] =>
  papa
    .parse<string[]>(lines.join('\n'), { delimiter: ',', newline: '\n' })
    .data.map((cells) =>
      Object.fromEntries(columns.map(({ name, kind }, i) => [name, parseCell[kind](cells[i] ?? '')])),
    );

const numberOrNull = (text: string) => (text === '' ? null : Number(text));
const parseCell: Record<ColumnKind, (text: string) => Cell> = {
  text: (text) => (text === '' ? null : text),
  integer: numberOrNull,
  number: numberOrNull,
  boolean: (text) => (text === '' ? null : text === 'true'),
  steps: (text) => (text === '' ? [] : text.split(' ').map(Number)),
};

const line = (cells: readonly unknown[]) => papa.unparse([cells as string[]], { newline: '\n' });
