/** Made once: `toLocaleString` makes one at each call, which takes as long as drawing a picture does. */
const separated = new Intl.NumberFormat('en-US');

/** A whole number with separators. */
export const count = (value: number): string => separated.format(value);

/** Four significant digits, plain where that is short. */
export function short(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(4));
  const magnitude = Math.abs(rounded);
  return rounded === 0 || (magnitude >= 1e-3 && magnitude < 1e6) ? String(rounded) : rounded.toExponential();
}

export const plural = (n: number, one: string): string => `${count(n)} ${one}${n === 1 ? '' : 's'}`;
