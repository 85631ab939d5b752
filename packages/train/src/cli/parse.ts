import { InvalidArgumentError } from 'commander';

/** Takes a whole number, at least `least`; underscores may group its digits. */
export const whole = (least: number) => (text: string) => {
  const value = numberOf(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`Expected a whole number, at least ${least}.`);
};

/** Takes an even number, at least 2. */
export function even(text: string): number {
  const value = numberOf(text);
  if (Number.isSafeInteger(value) && value >= 2 && value % 2 === 0) return value;
  throw new InvalidArgumentError('Expected an even number, at least 2.');
}

/** Takes a finite number greater than, or with `orEqual` at least, `low`, and at most `high`. */
export const real =
  (low: number, high = Number.POSITIVE_INFINITY, orEqual = false) =>
  (text: string) => {
    const value = numberOf(text);
    if (Number.isFinite(value) && (value > low || (orEqual && value === low)) && value <= high) return value;
    const most = high === Number.POSITIVE_INFINITY ? '' : ` and at most ${high}`;
    throw new InvalidArgumentError(
      `Expected a number ${orEqual ? 'at least' : 'greater than'} ${low}${most}.`,
    );
  };

/** Takes three numbers with commas between. */
export function triple(text: string): readonly [number, number, number] {
  const values = text.split(',').map(numberOf);
  if (values.length === 3 && values.every(Number.isFinite)) return values as [number, number, number];
  throw new InvalidArgumentError('Expected three numbers: m1,m2,m3.');
}

/** Takes finite numbers above `low`, with commas between. */
export const numbers = (low: number) => (text: string) => {
  const values = text.split(',').map(numberOf);
  if (values.every((value) => Number.isFinite(value) && value > low)) return values;
  throw new InvalidArgumentError(`Expected numbers above ${low}, with commas between.`);
};

/** For an option that may be given several times. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.replaceAll('_', '')));
