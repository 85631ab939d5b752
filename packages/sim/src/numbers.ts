/** Created once: `toLocaleString` creates a formatter at each call, which takes as long as drawing a picture. */
const separated = new Intl.NumberFormat('en-US');

/** An integer with thousands separators. */
export const count = (value: number): string => separated.format(value);

/** Four significant digits, in plain notation if that is short. */
export function short(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(4));
  const magnitude = Math.abs(rounded);
  return rounded === 0 || (magnitude >= 1e-3 && magnitude < 1e6) ? String(rounded) : rounded.toExponential();
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;

/** A share as a percentage: an integer, or with one decimal below 10. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value < 0.05 ? 0 : value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}
