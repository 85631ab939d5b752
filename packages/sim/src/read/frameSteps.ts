import { Cursor, type Frame, type Series } from './frame.js';
import { isBesideStep, roundedOf, totalOf } from './names.js';

export interface StepChoice {
  /** The column of the steps; null where records can only be numbered. */
  readonly series: Series | null;
  /** The column of the epochs, where the step may restart in each. */
  readonly epochs: Series | null;
  readonly isEpoch: boolean;
  /** Where records are numbered: a column of epochs, which tells where a run starts again. */
  readonly runs: Series | null;
  /** The column that says how many steps there will be, in the run or in each epoch. */
  readonly plan: Series | null;
  /** The column of the units that steps are rounded to. */
  readonly rounded: Series | null;
}

const none: StepChoice = {
  series: null,
  epochs: null,
  isEpoch: false,
  runs: null,
  plan: null,
  rounded: null,
};

/** The step among the columns: the best name of those that stand beside most of the losses. */
export function chooseSteps(frame: Frame, loss: Series, name: string | undefined): StepChoice {
  const epochs = frame.series.filter(({ kind, values }) => kind.kind === 'epoch' && values.length > 0);
  // Bars may count epochs under another name than the records.
  const epoch =
    epochs.length > 1
      ? epochs.reduce((a, b) => (shared(b, loss) > shared(a, loss) ? b : a))
      : (epochs[0] ?? null);
  if (name !== undefined) {
    const series = frame.named(name) ?? null;
    return {
      ...none,
      series,
      isEpoch: series !== null && series === epoch,
      plan: planOf(frame, loss, series),
    };
  }
  const beside = frame.series
    .map((series) => ({ series, tier: tierOf(series), shared: shared(series, loss) }))
    .filter(({ tier, shared }) => tier !== null && 2 * shared >= loss.rows.length)
    .map((candidate) => ({ ...candidate, isStill: stands(candidate.series, loss) }));
  // A total that grows is a count. Where something moves, what stands still is no step: it may be the epoch.
  const moving = beside.filter(
    ({ series, isStill }) =>
      !isStill || (series.kind.kind === 'step' && beside.every((other) => other.isStill)),
  );
  const most = Math.max(0, ...moving.map((candidate) => candidate.shared));
  const [best] = moving
    .filter((candidate) => candidate.shared >= 0.9 * most)
    .sort((a, b) => a.tier! - b.tier! || b.shared - a.shared);
  const near = epoch && 2 * shared(epoch, loss) >= loss.rows.length ? epoch : null;
  if (best) {
    const { series } = best;
    const plan = planOf(frame, loss, series);
    if (plan && isEpochOf(series, plan, loss)) return { ...none, series: plan, epochs: series };
    const still = beside.find(
      (other) => other.isStill && other.series !== series && other.series.kind.kind === 'step',
    );
    const within = near ?? still?.series;
    return {
      ...none,
      series,
      epochs: within && isWhole(within) ? within : null,
      plan,
      rounded:
        frame.series.find(({ name, rows }) => rows.length > 0 && name === roundedOf(series.name)) ?? null,
    };
  }
  return near ? epochSteps(near, loss) : none;
}

/** Does it hardly ever change from one record of the loss to the next? */
function stands(series: Series, loss: Series): boolean {
  const at = new Cursor(series);
  let [same, before] = [0, Number.NaN];
  for (let i = 0; i < loss.rows.length; i++) {
    const now = at.at(loss.rows.at(i)) ?? before;
    if (now === before) same++;
    before = now;
  }
  return 2 * same > loss.rows.length;
}

/** `Batch 0/100`, `Batch 0/200`: what looked like a step stands still, and how many there are goes up. */
function isEpochOf(series: Series, plan: Series, loss: Series): boolean {
  const [step, total] = [new Cursor(series), new Cursor(plan)];
  let same = 0;
  let up = 0;
  let x = Number.NaN;
  let y = Number.NaN;
  for (let i = 0; i < loss.rows.length; i++) {
    const row = loss.rows.at(i);
    const nextX = step.at(row) ?? Number.NaN;
    const nextY = total.at(row) ?? Number.NaN;
    if (nextX === x) same++;
    if (nextY > y) up++;
    x = nextX;
    y = nextY;
  }
  return 2 * same > loss.rows.length && 2 * up > loss.rows.length;
}

/** An epoch counts as the step, unless it is a fraction or several records share each. */
function epochSteps(epoch: Series, loss: Series): StepChoice {
  const at = new Cursor(epoch);
  let [repeats, before] = [0, Number.NaN];
  // Of the loss's records: an evaluation may stand in the epoch's rows, too.
  for (let i = 0; i < loss.rows.length; i++) {
    const now = at.at(loss.rows.at(i)) ?? Number.NaN;
    if (now === before) repeats++;
    before = now;
  }
  const isStep = isWhole(epoch) && repeats <= loss.values.length / 2;
  return isStep ? { ...none, series: epoch, isEpoch: true } : { ...none, runs: epoch };
}

/** A column of totals that stands beside most of the losses: of the step, or of the run by its name. */
function planOf(frame: Frame, loss: Series, steps: Series | null): Series | null {
  const plans = frame.series.filter(
    ({ kind, rows }, i) =>
      kind.kind === 'plan' && rows.length > 0 && 2 * shared(frame.series[i]!, loss) >= loss.rows.length,
  );
  const own = plans.find(({ name }) => steps !== null && name === totalOf(steps.name));
  return own ?? plans.find(({ name }) => !isBesideStep(name) && name !== steps?.name) ?? null;
}

function isWhole({ values }: Series): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values.at(i))) return false;
  return true;
}

/** How likely it is the step; null for what is none. */
function tierOf({ kind, name }: Series): number | null {
  if (kind.kind === 'step') return kind.tier;
  // A total that grows, `Total steps: 512`: before episodes, behind whatever is called a step.
  return kind.kind === 'plan' && !isBesideStep(name) ? 4.5 : null;
}

/** In how many rows both have a value. */
export function shared(a: Series, b: Series): number {
  if (a.rows.isSameStretch(b.rows)) return a.rows.length;
  let count = 0;
  for (let i = 0, j = 0; i < a.rows.length && j < b.rows.length; ) {
    const difference = a.rows.at(i) - b.rows.at(j);
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}
