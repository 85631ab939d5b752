import type { Series } from './frame.js';
import { mayBeTerm, sharpness, unsaidTier } from './names.js';

/** A loss series that may be chosen: the columns to add up, mostly one. */
export interface Choice {
  readonly name: string;
  readonly parts: readonly Series[];
  /** Why it may well be another one that a person means. */
  readonly doubt?: string;
}

const yoloPart = /^train\/(box|cls|dfl|obj|seg|pose|kobj|angle|giou|l1|sem|rle)_loss$/;

/**
 * The training loss among the columns, in this order: one with at least two records before one with a single record;
 * the whole training loss (`loss`, `train_loss`, `total_loss`, `lm loss`), the same under a prefix, some other
 * training loss, some other loss, a part of one, an error; one that changes; the one with the most records; per step, before unmarked, before a
 * mean. Never one of a validation. Ultralytics logs parts without a total: they are added up. `others` are the names of the numbers
 * beside them that nothing calls a loss.
 */
export function chooseLoss(series: readonly Series[], others: readonly string[] = []): Choice | null {
  const losses = series.filter(({ kind, values }) => kind.kind === 'loss' && values.length > 0);
  const [best] = [...losses].sort((a, b) => compare(a, b));
  if (!best) return null;
  const parts = losses.filter(({ name }) => yoloPart.test(name));
  if (parts.length > 1 && yoloPart.test(best.name))
    return { name: parts.map(({ name }) => name).join(' + '), parts };
  const doubt = doubtOf(best, losses, others);
  return { name: best.name, parts: [best], ...(doubt === null ? {} : { doubt }) };
}

/** Nothing says that it is the whole loss, and others are as likely. */
function doubtOf(best: Series, losses: readonly Series[], others: readonly string[]): string | null {
  const isUnsaid = tierOf(best) >= unsaidTier;
  const rivals = losses
    .filter((other) => other !== best && compareNames(other, best) === 0)
    .map(({ name }) => name);
  if (isUnsaid) rivals.push(...others.filter(mayBeTerm));
  if (isUnsaid && best.values.at(best.values.length - 1) < 0)
    return `'${best.name}' is negative, so it may be one that grows while it gets better: a loss falls`;
  if (tierOf(best) < 2 || rivals.length === 0) return null;
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
