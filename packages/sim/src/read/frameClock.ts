import type { Column } from './column.js';
import { EpochClock } from './epochClock.js';
import { Cursor } from './frame.js';
import type { StepChoice } from './frameSteps.js';
import type { SegmentBuilder } from './segmentBuilder.js';

/** The step of each row, asked for in the order of the rows; undefined where the row has none. */
export type StepAt = (row: number) => number | undefined;

/** Records numbered from 0, anew where the epoch falls back: a run that was started again. */
export function numbered({ runs }: StepChoice): StepAt {
  const epoch = runs && new Cursor(runs);
  let [record, furthest] = [0, -Infinity];
  return (row) => {
    const now = epoch?.at(row) ?? furthest;
    if (now < furthest) record = 0;
    furthest = now;
    return record++;
  };
}

/**
 * The steps of their column. Where they restart in every epoch they are counted on: exactly if the log says how many
 * there are in an epoch. Where they do not, such a total is what the run is planned for.
 */
export function clocked(builder: SegmentBuilder, steps: StepChoice, rows: Column, notes: string[]): StepAt {
  const step = new Cursor(steps.series!);
  const plan = steps.plan && new Cursor(steps.plan);
  if (!steps.epochs || !restarts(steps, rows)) {
    return (row) => {
      if (!steps.isEpoch) builder.plan(plan?.at(row));
      return step.at(row);
    };
  }
  const epoch = new Cursor(steps.epochs);
  const clock = new EpochClock();
  const guessed = 'iterations restart in every epoch: counted on, with the length of an epoch guessed';
  return (row) => {
    const x = step.at(row);
    const e = epoch.at(row);
    if (x === undefined || e === undefined) return x;
    const on = clock.step(e, x, plan?.at(row));
    if (clock.guessed && !notes.includes(guessed)) notes.push(guessed);
    return on;
  };
}

/** Does the step fall back where the epoch goes on, more often than not? */
function restarts({ series, epochs }: StepChoice, rows: Column): boolean {
  const [step, epoch] = [new Cursor(series!), new Cursor(epochs!)];
  let x = Number.NaN;
  let e = Number.NaN;
  let back = 0;
  let on = 0;
  for (let i = 0; i < rows.length; i++) {
    const nextX = step.at(rows.at(i));
    const nextE = epoch.at(rows.at(i));
    if (nextX === undefined || nextE === undefined) continue;
    if (nextE > e && nextX <= x) back++;
    else if (nextE > e) on++;
    x = nextX;
    e = nextE;
  }
  return back > on;
}
