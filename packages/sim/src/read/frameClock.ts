import { EpochClock } from './epochClock.js';
import { Cursor } from './frame.js';
import type { StepChoice } from './frameSteps.js';
import type { NumberList } from './numberList.js';
import type { SegmentBuilder } from './segmentBuilder.js';

/**
 * The step of each row, asked for in the order of the rows; undefined where the row has none, null where the record is not of the
 * training.
 */
export type StepAt = (row: number) => number | undefined | null;

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
export function clocked(
  builder: SegmentBuilder,
  steps: StepChoice,
  rows: NumberList,
  notes: string[],
): StepAt {
  const other = otherBar(steps, rows);
  const plan = steps.plan && new Cursor(steps.plan);
  if (other !== null) {
    notes.push(`records of progress bars to ${other} left out: taken for those of a validation`);
    const count = counted(steps, rows, other);
    return (row) => (plan!.at(row) === other ? null : count(row));
  }
  if (steps.rounded) return exact(steps, rows, notes);
  const step = new Cursor(steps.series!);
  if (!steps.epochs || !restarts(steps, rows)) {
    return (row) => {
      if (!steps.isEpoch) builder.plan(plan?.at(row));
      return step.at(row);
    };
  }
  const epoch = new Cursor(steps.epochs);
  const clock = new EpochClock();
  const above = epochsAbove(steps, rows);
  let next = 0;
  const guessed = 'iterations restart in every epoch: counted on, with the length of an epoch guessed';
  return (row) => {
    const x = step.at(row);
    const e = epoch.at(row) ?? above[next++];
    if (x === undefined || e === undefined) return x;
    const on = clock.step(e, x, plan?.at(row));
    if (clock.guessed && !notes.includes(guessed)) notes.push(guessed);
    return on;
  };
}

/** The epochs of the records above the first one that names its own, as in the end of a log: counted back from it. */
function epochsAbove({ series, epochs }: StepChoice, rows: NumberList): number[] {
  const [step, epoch] = [new Cursor(series!), new Cursor(epochs!)];
  const shown: number[] = [];
  let e: number | undefined;
  for (let i = 0; i < rows.length && e === undefined; i++) {
    shown.push(step.at(rows.at(i)) ?? Number.NaN);
    e = epoch.at(rows.at(i));
  }
  const upwards: number[] = [];
  for (let i = shown.length - 1; i > 0; i--) upwards.push(shown[i]! <= shown[i - 1]! ? --e! : e!);
  return upwards.reverse();
}

/**
 * Bars to one number alternate with bars to a smaller one, and nothing says what they are: after each epoch comes a
 * validation. The smaller number, or null.
 */
function otherBar({ series, plan }: StepChoice, rows: NumberList): number | null {
  if (!plan) return null;
  const [step, total] = [new Cursor(series!), new Cursor(plan)];
  const totals = new Set<number>();
  let [changes, back, x, y] = [0, 0, Number.NaN, Number.NaN];
  for (let i = 0; i < rows.length && totals.size < 3; i++) {
    const nextX = step.at(rows.at(i)) ?? Number.NaN;
    const nextY = total.at(rows.at(i)) ?? Number.NaN;
    totals.add(nextY);
    if (i > 0 && nextY !== y) {
      changes++;
      // The bar before had come to its end.
      if (x >= y && nextX <= nextY) back++;
    }
    [x, y] = [nextX, nextY];
  }
  return totals.size === 2 && changes >= 2 && back === changes ? Math.min(...totals) : null;
}

/** Steps that begin anew with every bar, counted on; rows of the other bar are never asked for. */
function counted({ series, plan }: StepChoice, _rows: NumberList, _other: number): StepAt {
  const [step, total] = [new Cursor(series!), new Cursor(plan!)];
  let [done, before] = [0, -Infinity];
  return (row) => {
    const x = step.at(row);
    if (x === undefined) return undefined;
    if (x <= before) done += total.at(row)!;
    before = x;
    return done + x;
  };
}

/** Steps of which the later ones are rounded, `1K`: the stride of those before goes on, as far as it fits. */
function exact({ series, rounded }: StepChoice, rows: NumberList, notes: string[]): StepAt {
  const [step, unit] = [new Cursor(series!), new Cursor(rounded!)];
  const shown = Float64Array.from({ length: rows.length }, (_, i) => step.at(rows.at(i)) ?? Number.NaN);
  const units = Float64Array.from({ length: rows.length }, (_, i) => unit.at(rows.at(i)) ?? 1);
  const known = shown.filter((_, i) => units[i] === 1);
  const all = (shown.at(-1)! - shown[0]!) / (shown.length - 1);
  const stride = known.length > 1 ? known.at(-1)! - known.at(-2)! : Math.round(all);
  notes.push(`steps are rounded in the log: counted on by ${stride}`);
  let [last, i] = [Number.NaN, 0];
  return () => {
    const [x, u] = [shown[i]!, units[i]!];
    i++;
    const next = last + stride;
    last = u > 1 && stride > 0 && Math.abs(next - x) <= u ? next : x;
    return last;
  };
}

/** Does the step fall back where the epoch goes on, more often than not? */
function restarts({ series, epochs }: StepChoice, rows: NumberList): boolean {
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
