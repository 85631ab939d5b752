/** Round numbers only, at most `most`: 1, 2 and 5 times the powers of ten, or some of the powers where those are many. */
export function logTicks(all: readonly number[], most: number): readonly number[] {
  const leading = (value: number) => Number(value.toExponential()[0]);
  const round = all.filter((value) => [1, 2, 5].includes(leading(value)));
  if (round.length <= most) return round;
  const tens = all.filter((value) => leading(value) === 1);
  return tens.filter((_, i) => i % Math.ceil(tens.length / most) === 0);
}

/** A step on an axis: in full where there is room, else with k or M. */
export function stepLabel(step: number, narrow: boolean): string {
  if (!narrow || Math.abs(step) < 10_000) return step.toLocaleString('en-US');
  const [size, unit] = Math.abs(step) < 1e6 ? [1e3, 'k'] : [1e6, 'M'];
  return `${Number((step / size).toFixed(3))}${unit}`;
}
