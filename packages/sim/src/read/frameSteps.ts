import type { Frame, Series } from './frame.js';

export interface StepChoice {
  /** The column of the steps; null where records can only be numbered. */
  readonly series: Series | null;
  /** The column of the epochs, where steps may restart in each. */
  readonly epochs: Series | null;
  readonly isEpoch: boolean;
  /** A column of fractional epochs, which only tells where a run starts again. */
  readonly fractions?: Series;
}

/** The step among the columns: the best name of those that stand beside (nearly) every loss. */
export function chooseSteps(frame: Frame, loss: Series, name: string | undefined): StepChoice {
  const epoch = frame.series.find(({ kind, values }) => kind.kind === 'epoch' && values.length > 0) ?? null;
  if (name !== undefined) {
    const series = frame.named(name) ?? null;
    return { series, epochs: null, isEpoch: series !== null && series === epoch };
  }
  const candidates = frame.series
    .filter(({ kind }) => kind.kind === 'step')
    .map((series) => ({ series, tier: tierOf(series), shared: shared(series, loss) }));
  const most = Math.max(0, ...candidates.map((candidate) => candidate.shared));
  const [best] = candidates
    .filter((candidate) => candidate.shared > 0 && candidate.shared >= 0.9 * most)
    .sort((a, b) => a.tier - b.tier || b.shared - a.shared);
  if (best) return { series: best.series, epochs: epoch, isEpoch: false };
  if (epoch && shared(epoch, loss) > 0) return epochSteps(epoch, loss);
  return { series: null, epochs: null, isEpoch: false };
}

/** An epoch counts as the step, unless several records share each epoch. */
function epochSteps(epoch: Series, loss: Series): StepChoice {
  let repeats = 0;
  for (let i = 1; i < epoch.values.length; i++) if (epoch.values.at(i) === epoch.values.at(i - 1)) repeats++;
  const several = repeats > loss.values.length / 2;
  if (!isWhole(epoch)) return { series: null, epochs: null, isEpoch: false, fractions: epoch };
  return { series: several ? null : epoch, epochs: null, isEpoch: !several };
}

function isWhole({ values }: Series): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isInteger(values.at(i))) return false;
  return true;
}

function tierOf({ kind }: Series): number {
  return kind.kind === 'step' ? kind.tier : 9;
}

/** In how many rows both have a value. */
export function shared(a: Series, b: Series): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.rows.length && j < b.rows.length; ) {
    const difference = a.rows.at(i) - b.rows.at(j);
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}
