/** Throws a RangeError that names the option, its value and the accepted values. */
export function check(valid: boolean, option: string, value: unknown, expected: string): void {
  if (!valid) throw new RangeError(`invalid ${option}: ${show(value)} (expected ${expected})`);
}

/** A value of an option in words; an object's own text may be anything. */
function show(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** Requires a finite number and rejects numeric strings, because options may come from a command line. */
export function checkNumber(
  option: string,
  value: unknown,
  within: (value: number) => boolean,
  expected: string,
): number {
  const number = typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  check(number !== undefined && within(number), option, value, expected);
  return number!;
}

export const checkPositive = (option: string, value: unknown): number =>
  checkNumber(option, value, (x) => x > 0, `a finite number, ${option} > 0`);

export const checkNotNegative = (option: string, value: unknown): number =>
  checkNumber(option, value, (x) => x >= 0, `a finite number, ${option} ≥ 0`);

export const checkFraction = (option: string, value: unknown): number =>
  checkNumber(option, value, (x) => x >= 0 && x <= 1, `0 ≤ ${option} ≤ 1`);

/** Checks the factor by which a reduction multiplies the rate. */
export const checkFactor = (option: string, value: unknown): number =>
  checkNumber(option, value, (x) => x > 0 && x < 1, `0 < ${option} < 1`);

export const checkInteger = (option: string, value: unknown, least: number): number =>
  checkNumber(
    option,
    value,
    (x) => Number.isSafeInteger(x) && x >= least,
    `an integer, ${option} ≥ ${least}`,
  );

export function checkBoolean(option: string, value: unknown): boolean {
  check(typeof value === 'boolean', option, value, 'true or false');
  return value as boolean;
}

export function checkOneOf<Word extends string>(
  option: string,
  value: unknown,
  words: readonly Word[],
): Word {
  check(words.includes(value as Word), option, value, words.join(' or '));
  return value as Word;
}

/** Rejects misspelt options and options of other schedulers. */
export function checkKnown(scheduler: string, options: object, known: readonly string[]): void {
  check(typeof options === 'object' && options !== null, 'options', options, 'an object');
  for (const option of Object.keys(options)) {
    if (!known.includes(option)) {
      throw new RangeError(`invalid option: ${option} (${scheduler} has ${known.join(', ')})`);
    }
  }
}
