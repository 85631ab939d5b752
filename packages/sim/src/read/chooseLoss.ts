import type { Series } from './frame.js';
import { mayBeTerm, partTier, sharpness, unsaidTier } from './names.js';

/** A loss series that may be chosen: the columns to add up, mostly one. */
export interface Choice {
  readonly name: string;
  readonly parts: readonly Series[];
  /** Why it may well be another one that a person means. */
  readonly doubt?: string;
}

const yoloPart = /^train\/(box|cls|dfl|obj|seg|pose|kobj|angle|giou|l1|sem|rle)_loss$/;

const yoloParts = (best: Series, losses: readonly Series[]) =>
  yoloPart.test(best.name) ? losses.filter(({ name }) => yoloPart.test(name)) : [];

/** `Train loss [2]`, one of a list. */
const place = / \[\d+\]$/;

const listed = (best: Series, losses: readonly Series[]) => {
  const list = best.name.replace(place, '');
  return losses.filter(({ name }) => place.test(name) && name.replace(place, '') === list);
};

/**
 * The training loss among the columns, in this order: one with at least two records before one with a single record;
 * the whole training loss (`loss`, `train_loss`, `total_loss`, `lm loss`), the same under a prefix, some other
 * training loss, some other loss, a part of one, an error; one that changes; the one with the most records; per step, before unmarked, before a
 * mean. Never one of a validation. Ultralytics logs parts without a total, DeepXDE a list: they are added up. `others` are the names of the numbers
 * beside them that nothing calls a loss.
 */
export function chooseLoss(series: readonly Series[], others: readonly string[] = []): Choice | null {
  const losses = series.filter(({ kind, values }) => kind.kind === 'loss' && values.length > 0);
  const [first] = [...losses].sort((a, b) => compare(a, b));
  if (!first) return null;
  const finer = finerThan(first, losses);
  // `total train loss` of each epoch, and `meta batch loss`: that is of each step, as its name says.
  const best = finer && sharpness(finer.name) === 2 ? finer : first;
  for (const partsOf of [yoloParts, listed]) {
    const parts = partsOf(best, losses);
    if (parts.length > 1) return { name: parts.map(({ name }) => name).join(' + '), parts };
  }
  const doubt = doubtOf(best, losses, others);
  return { name: best.name, parts: [best], ...(doubt === null ? {} : { doubt }) };
}

/** A loss with so many times the records of the whole one may be that of each step, and the whole one the sum of an epoch. */
const muchMore = 8;

function finerThan(best: Series, losses: readonly Series[]): Series | undefined {
  const count = best.values.length;
  return losses.find(
    (other) => count > 1 && tierOf(other) < partTier && other.values.length >= muchMore * count,
  );
}

/** Nothing says that it is the whole loss, and others are as likely. */
function doubtOf(best: Series, losses: readonly Series[], others: readonly string[]): string | null {
  const isUnsaid = tierOf(best) >= unsaidTier;
  const isWhole = tierOf(best) < 2;
  const alike = (other: Series) => other !== best && !isWhole && compareNames(other, best) === 0;
  const rivals = losses.filter(alike).map(({ name }) => name);
  // Cross entropy may be the whole loss, or beside an L1 a part of it.
  if (isUnsaid || !/loss|cost|trl/i.test(best.name)) rivals.push(...others.filter(mayBeTerm));
  if (isUnsaid && best.values.at(best.values.length - 1) < 0)
    return `'${best.name}' is negative, so it may be one that grows while it gets better: a loss falls`;
  const finer = finerThan(best, losses);
  if (finer)
    return `'${best.name}' has ${best.values.length} records, '${finer.name}' ${finer.values.length}: that may be the loss of each step`;
  if (rivals.length === 0) return null;
  const more = rivals.length > 7 ? `, … (${rivals.length} in all)` : '';
  const some = rivals.slice(0, 7).map((name) => `'${name}'`);
  return isUnsaid
    ? `nothing says which of its numbers is the loss: '${best.name}' may be, as may ${some.join(', ')}${more}`
    : `there is no whole loss: '${best.name}' was taken, and not ${some.join(', ')}${more}`;
}

const compareNames = (a: Series, b: Series): number =>
  Number(b.values.length > 1) - Number(a.values.length > 1) || tierOf(a) - tierOf(b);

/** A term that is switched off is 0 in every record. */
function moves({ values }: Series): boolean {
  for (let i = 1; i < values.length; i++) if (!Object.is(values.at(i), values.at(0))) return true;
  return false;
}

const compare = (a: Series, b: Series): number =>
  compareNames(a, b) ||
  Number(moves(b)) - Number(moves(a)) ||
  b.values.length - a.values.length ||
  sharpness(b.name) - sharpness(a.name);

function tierOf({ kind }: Series): number {
  return kind.kind === 'loss' ? kind.tier : 9;
}
