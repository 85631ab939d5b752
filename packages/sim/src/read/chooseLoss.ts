import type { Series } from './frame.js';
import { isEpochMean, wordsOf } from './names.js';

/** A loss series that may be chosen: the columns to add up, mostly one. */
export interface Choice {
  readonly name: string;
  readonly parts: readonly Series[];
}

const yoloPart = /^train\/(box|cls|dfl|obj|seg|pose|kobj|angle|giou|l1|sem|rle)_loss$/;

/**
 * The training loss among the columns, in this order: one with at least two records before one with a single record;
 * the whole training loss (`loss`, `train_loss`, `total_loss`, `lm loss`), the same under a prefix, some other
 * training loss, some other loss; the one with the most records; per step, before unmarked, before per epoch.
 * Never one of a validation. Ultralytics logs parts without a total: they are added up.
 */
export function chooseLoss(series: readonly Series[]): Choice | null {
  const losses = series.filter(({ kind, values }) => kind.kind === 'loss' && values.length > 0);
  const [best] = [...losses].sort((a, b) => compare(a, b));
  if (!best) return null;
  const parts = losses.filter(({ name }) => yoloPart.test(name));
  if (parts.length > 1 && yoloPart.test(best.name))
    return { name: parts.map(({ name }) => name).join(' + '), parts };
  return { name: best.name, parts: [best] };
}

function compare(a: Series, b: Series): number {
  return (
    Number(b.values.length > 1) - Number(a.values.length > 1) ||
    tierOf(a) - tierOf(b) ||
    b.values.length - a.values.length ||
    perStep(b.name) - perStep(a.name)
  );
}

function tierOf({ kind }: Series): number {
  return kind.kind === 'loss' ? kind.tier : 9;
}

function perStep(name: string): number {
  if (isEpochMean(name)) return 0;
  return wordsOf(name).some((word) => word === 'step' || word === 'batch') ? 2 : 1;
}
