/** A learning rate as a staircase. */
export interface RatePoint {
  readonly step: number;
  readonly rate: number;
}

/** Corners of the staircase from the changes of a rate. */
export function rateSteps(
  from: number,
  to: number,
  initial: number,
  changes: readonly { readonly step: number; readonly to: number }[],
): RatePoint[] {
  const points: RatePoint[] = [{ step: from, rate: initial }];
  for (const { step, to: rate } of changes) points.push({ step, rate: points.at(-1)!.rate }, { step, rate });
  points.push({ step: to, rate: points.at(-1)!.rate });
  return points;
}
