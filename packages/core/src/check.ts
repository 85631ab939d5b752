/** Throws a RangeError that names the option, its value and the accepted values. */
export function check(valid: boolean, option: string, value: unknown, expected: string): void {
  if (!valid) throw new RangeError(`invalid ${option}: ${show(value)} (expected ${expected})`);
}

export function checkFinite(option: string, value: number): number {
  check(Number.isFinite(value), option, value, 'a finite number');
  return value + 0; // JSON would turn −0 into 0
}

export function checkPositive(option: string, value: number): number {
  check(Number.isFinite(value) && value > 0, option, value, `a finite number, ${option} > 0`);
  return value;
}

export function checkNotNegative(option: string, value: number): number {
  check(Number.isFinite(value) && value >= 0, option, value, `a finite number, ${option} ≥ 0`);
  return value;
}

/** Checks the weight of the newest value in an EMA. */
export function checkWeight(option: string, value: number): number {
  check(Number.isFinite(value) && value > 0 && value <= 1, option, value, `0 < ${option} ≤ 1`);
  return value;
}

/** Checks the factor by which a reduction multiplies the rate. */
export function checkFactor(option: string, value: number): number {
  check(Number.isFinite(value) && value > 0 && value < 1, option, value, `0 < ${option} < 1`);
  return value;
}

export function checkInteger(option: string, value: number, least: number): number {
  check(Number.isSafeInteger(value) && value >= least, option, value, `an integer, ${option} ≥ ${least}`);
  return value;
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

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
