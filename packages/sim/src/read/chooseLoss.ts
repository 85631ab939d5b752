import type { Series } from './frame.js';
import { sharpness, unsaidTier } from './names.js';

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
 * training loss, some other loss, a part of one, an error; the one with the most records; per step, before unmarked, before a
 * mean. Never one of a validation. Ultralytics logs parts without a total: they are added up.
 */
export function chooseLoss(series: readonly Series[]): Choice | null {
  const losses = series.filter(({ kind, values }) => kind.kind === 'loss' && values.length > 0);
  const [best] = [...losses].sort((a, b) => compare(a, b));
  if (!best) return null;
  const parts = losses.filter(({ name }) => yoloPart.test(name));
  if (parts.length > 1 && yoloPart.test(best.name))
    return { name: parts.map(({ name }) => name).join(' + '), parts };
  const doubt = doubtOf(best, losses);
  return { name: best.name, parts: [best], ...(doubt === null ? {} : { doubt }) };
}

/** Nothing says that it is the whole loss, and others are as likely. */
function doubtOf(best: Series, losses: readonly Series[]): string | null {
  const rivals = losses.filter((other) => other !== best && compareNames(other, best) === 0);
  if (tierOf(best) < 3 || rivals.length === 0) return null;
  const more = rivals.length > 7 ? `, … (${rivals.length} in all)` : '';
  const others = rivals.slice(0, 7).map(({ name }) => `'${name}'`);
  return tierOf(best) >= unsaidTier
    ? `nothing says which of its numbers is the loss: '${best.name}' may be, as may ${others.join(', ')}${more}`
    : `there is no whole loss: '${best.name}' was taken, and not ${others.join(', ')}${more}`;
}

const compareNames = (a: Series, b: Series): number =>
  Number(b.values.length > 1) - Number(a.values.length > 1) || tierOf(a) - tierOf(b);

const compare = (a: Series, b: Series): number =>
  compareNames(a, b) || b.values.length - a.values.length || sharpness(b.name) - sharpness(a.name);

function tierOf({ kind }: Series): number {
  return kind.kind === 'loss' ? kind.tier : 9;
}
