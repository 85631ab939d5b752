/**
 * At most `most` round numbers: 1, 2 and 5 times the powers of ten, or only some of the powers if there are too many.
 */
export function logTicks(all: readonly number[], most: number): readonly number[] {
  const leading = (value: number) => Number(value.toExponential()[0]);
  const round = all.filter((value) => [1, 2, 5].includes(leading(value)));
  if (round.length <= most) return round;
  const tens = all.filter((value) => leading(value) === 1);
  return tens.filter((_, i) => i % Math.ceil(tens.length / most) === 0);
}

/** All n·10ᵏ, n from 1 to 9, from `low` > 0 to `high`: what `logTicks` picks from. */
export function logValues(low: number, high: number): number[] {
  const values: number[] = [];
  for (let k = Math.floor(Math.log10(low)); k <= Math.log10(high); k++) {
    // Parsed from text, because the product 3·10^−5 is 0.000030000000000000004.
    for (let n = 1; n <= 9; n++) values.push(Number(`${n}e${k}`));
  }
  return values.filter((value) => value >= low && value <= high);
}

/** A step on an axis: in full if there is room, otherwise with k or M. */
export function stepLabel(step: number, narrow: boolean): string {
  if (!narrow || Math.abs(step) < 10_000) return step.toLocaleString('en-US');
  const [size, unit] = Math.abs(step) < 1e6 ? [1e3, 'k'] : [1e6, 'M'];
  return `${Number((step / size).toFixed(3))}${unit}`;
}

/** Beyond this limit the axis length would overflow; such values are drawn at the edge. */
const farthest = 1e307;
/** An axis shorter than this, or than this share of its values, has no ticks that a double can tell apart. */
const [shortest, leastShare] = [1e-300, 1e-12];

/** The range of an axis, reversed or not, wide enough to have ticks: what is too narrow is a single value with room around it. */
export function widened(domain: readonly [number, number], log: boolean): [number, number] {
  const [low, high] = domain.map((value) => Math.min(Math.max(value, -farthest), farthest)) as [
    number,
    number,
  ];
  if (log) return low !== high ? [low, high] : [low / 2, low * 2];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (Math.abs(high - low) > Math.max(shortest, leastShare * size)) return [low, high];
  const room = Math.max(1, size / 2);
  return [low - room, low + room];
}
