import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import papa from 'papaparse';
import { BadInput } from '../badInput.js';
import { type Grid, type Training, trainingId, trainingsOf } from './grid.js';
import type { TrainingOutcome } from './training.js';

/** A training and how it went. */
export interface ArenaRow extends Training, TrainingOutcome {
  readonly id: string;
}

const integers = (text: string) => (text === '' ? [] : text.split(' ').map(Number));
const nullable = (text: string) => (text === '' ? null : Number(text));

/** The columns in order, and how each is read back. `seconds` is the only one that differs from one run to the next. */
const columns: { readonly [Name in keyof ArenaRow]: (text: string) => ArenaRow[Name] } = {
  id: String,
  task: String,
  contestant: String,
  fixed: (text) => text === 'true',
  scheduler: String,
  options: (text) => JSON.parse(text),
  multiplier: Number,
  learningRate: Number,
  budget: Number,
  steps: Number,
  warmupSteps: Number,
  seed: Number,
  modules: String,
  metric: nullable,
  untrained: Number,
  trainingLoss: nullable,
  updates: Number,
  changes: Number,
  changeSteps: integers,
  finalLearningRate: Number,
  seconds: Number,
};
const names = Object.keys(columns) as (keyof ArenaRow)[];
const header = [...names, 'check'].join(',');

/**
 * The file of an arena: a CSV row a training, in the order in which they ended, each with a digest of itself. Rows can be
 * added at any time, by this grid or another. A row that is torn or was changed does not count: its training is done again.
 */
export class ArenaResults {
  private readonly rows = new Map<string, ArenaRow>();
  /** Rows in the file that do not count. */
  readonly damaged: number = 0;

  /** @throws BadInput if the file is something else */
  constructor(readonly file: string) {
    if (!existsSync(file)) return;
    const [first, ...lines] = readFileSync(file, 'utf8').split('\n');
    if (first !== header && first !== '')
      throw new BadInput(file, 'is there already and not the results of an arena', 'name another place');
    const torn = lines.pop();
    for (const line of lines) {
      const row = parseLine(line);
      if (row === null) this.damaged++;
      else this.rows.set(row.id, row);
    }
    if (torn) this.damaged++;
    if (this.damaged > 0) this.write(this.all);
  }

  has(training: Training): boolean {
    return this.rows.has(trainingId(training));
  }

  /** Every row that counts, in the file's order. */
  get all(): ArenaRow[] {
    return [...this.rows.values()];
  }

  /** The rows of a grid, in the grid's order. */
  of(grid: Grid): ArenaRow[] {
    return [...trainingsOf(grid)].flatMap((training) => this.rows.get(trainingId(training)) ?? []);
  }

  /** A row is in the file before this returns. */
  add(training: Training, outcome: TrainingOutcome): void {
    const row = { id: trainingId(training), ...training, ...outcome };
    if (this.rows.size === 0) this.write([row]);
    else appendFileSync(this.file, `${lineOf(row)}\n`);
    this.rows.set(row.id, row);
  }

  private write(rows: readonly ArenaRow[]): void {
    const next = `${this.file}.next`;
    writeFileSync(next, `${[header, ...rows.map(lineOf)].join('\n')}\n`);
    renameSync(next, this.file);
  }
}

function lineOf(row: ArenaRow): string {
  const cells = names.map((name) => {
    const value = row[name];
    if (Array.isArray(value)) return value.join(' ');
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  });
  const line = papa.unparse([cells]);
  return `${line},${digest(line)}`;
}

function parseLine(line: string): ArenaRow | null {
  const end = line.lastIndexOf(',');
  if (end < 0 || digest(line.slice(0, end)) !== line.slice(end + 1)) return null;
  const [cells] = papa.parse<string[]>(line.slice(0, end), { delimiter: ',' }).data;
  return Object.fromEntries(names.map((name, i) => [name, columns[name](cells![i]!)])) as unknown as ArenaRow;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);
