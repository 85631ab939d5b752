import { Cursor, type Frame, type Series } from './frame.js';
import { shared } from './frameSteps.js';

/** The rate of a record of the loss, by its number, NaN where unknown; asked for in their order. */
export type RateAt = (record: number) => number;

/**
 * The learning rate of each record of the loss; null where nothing is known. Where no rate stands
 * in the rows of the loss, rates logged in other rows at the same step are joined. Unless the user named the rate, it
 * must then be known for half of the records: one logged now and then, beside an evaluation, is no schedule.
 */
export function ratesOf(
  frame: Frame,
  loss: Series,
  steps: Series | null,
  named: Series | undefined,
  { notes, hold }: { readonly notes: string[]; readonly hold: boolean },
): RateAt | null {
  const found = named ? [named] : candidates(frame);
  const beside = besideOf(found, loss);
  if (beside) return inRow(loss, beside);
  if (found.length === 0) return null;
  const held = hold ? found.find((series) => changesBetween(loss, series)) : undefined;
  if (!steps) return held ? heldRates(loss, held) : null;
  const known = (rates: Float64Array) =>
    rates.reduce((count, rate) => count + Number(!Number.isNaN(rate)), 0);
  const joined = found.slice(0, mostJoined).map((series) => ({ series, rates: byStep(loss, steps, series) }));
  const best = joined.reduce((a, b) => (known(b.rates) > known(a.rates) ? b : a));
  const count = known(best.rates);
  if (count > 0 && (named || count * 2 >= best.rates.length)) return (record) => best.rates[record]!;
  if (held) return heldRates(loss, held);
  notes.push(`'${best.series.name}' is known at ${count} of ${best.rates.length} records only: left out`);
  return null;
}

/** The column of the rates: the one that stands beside the losses, or else the first. */
export function rateSeries(frame: Frame, loss: Series, named: Series | undefined): Series | null {
  const found = named ? [named] : candidates(frame);
  return besideOf(found, loss) ?? found[0] ?? null;
}

/** The first column that stands in most of the losses' rows, if any does in one. */
function besideOf(found: readonly Series[], loss: Series): Series | null {
  const counts = found.map((series) => shared(series, loss));
  const most = Math.max(0, ...counts);
  return most > 0 ? found[counts.findIndex((count) => count >= 0.9 * most)]! : null;
}

/** Was it logged twice or more, and not only before the losses began? One that stands above a log may be a setting. */
function changesBetween(loss: Series, { rows }: Series): boolean {
  return rows.length > 1 && rows.at(rows.length - 1) > loss.rows.at(0);
}

/** The latest rate before each record. */
function heldRates(loss: Series, { rows, values }: Series): RateAt {
  let [at, rate] = [0, Number.NaN];
  return (record) => {
    const row = loss.rows.at(record);
    for (; at < rows.length && rows.at(at) <= row; at++) rate = values.at(at);
    return rate;
  };
}

/** Columns of rates that are joined with the steps of the losses, to see which one fits. */
const mostJoined = 8;

function candidates(frame: Frame): Series[] {
  const tier = ({ kind }: Series) => (kind.kind === 'rate' ? kind.tier : 9);
  return frame.series
    .filter(({ kind, values }) => kind.kind === 'rate' && values.length > 0)
    .sort((a, b) => tier(a) - tier(b));
}

function inRow(loss: Series, series: Series): RateAt {
  const rate = new Cursor(series);
  return (record) => rate.at(loss.rows.at(record)) ?? Number.NaN;
}

/** The rate at the same step; of several (runs that were appended), the one logged nearest. */
function byStep(loss: Series, steps: Series, series: Series): Float64Array {
  const places = new Map<number, number[]>();
  const rateStep = new Cursor(steps);
  for (let i = 0; i < series.rows.length; i++) {
    const at = rateStep.at(series.rows.at(i));
    if (at === undefined) continue;
    const same = places.get(at);
    if (same) same.push(i);
    else places.set(at, [i]);
  }
  const lossStep = new Cursor(steps);
  return Float64Array.from({ length: loss.rows.length }, (_, i) => {
    const row = loss.rows.at(i);
    const same = places.get(lossStep.at(row) ?? NaN);
    if (!same) return NaN;
    return series.values.at(nearest(same, (place) => series.rows.at(place) - row));
  });
}

/** The place with the smallest distance, by halving: the distances increase. */
function nearest(places: readonly number[], distance: (place: number) => number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distance(places[middle]!) < 0) low = middle + 1;
    else high = middle;
  }
  const before = low > 0 ? places[low - 1]! : places[low]!;
  return Math.abs(distance(before)) < Math.abs(distance(places[low]!)) ? before : places[low]!;
}
