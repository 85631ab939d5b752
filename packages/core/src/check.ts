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

export function checkFraction(option: string, value: number): number {
  check(Number.isFinite(value) && value >= 0 && value <= 1, option, value, `0 ≤ ${option} ≤ 1`);
  return value;
}

export function checkBoolean(option: string, value: boolean): boolean {
  check(typeof value === 'boolean', option, value, 'true or false');
  return value;
}

export const checkOneOf =
  <Word extends string>(...words: readonly Word[]) =>
  (option: string, value: Word): Word => {
    check(words.includes(value), option, value, words.join(' or '));
    return value;
  };

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

/** How an option is checked, and its default, if it has one. */
export type OptionRule<Value> = readonly [
  check: (option: string, value: NonNullable<Value>) => NonNullable<Value>,
  fallback?: NonNullable<Value>,
];

/** An integer of at least `least`, as a rule's check. */
export const integerFrom =
  (least: number) =>
  (option: string, value: number): number =>
    checkInteger(option, value, least);

/**
 * The options of a scheduler, checked and with their defaults, in the order of the rules.
 *
 * @throws RangeError naming an option that the rules do not have, or an option, its value and its range
 * @example
 * import { option } from '@fastface/core';
 *
 * const rules = { learningRate: [option.checkPositive], factor: [option.checkFactor, 0.1] } as const;
 * option.resolve('mine', { learningRate: 2 } as { learningRate: number; factor?: number }, rules); // { learningRate: 2, factor: 0.1 }
 */
export function resolve<Options extends object>(
  scheduler: string,
  options: Options,
  rules: { readonly [Key in keyof Options]-?: OptionRule<Options[Key]> },
): Required<Options> {
  checkKnown(scheduler, options, Object.keys(rules));
  const entries = Object.entries<OptionRule<never>>(rules as never).map(([name, [checked, fallback]]) => {
    const given = options[name as keyof Options] as unknown;
    return [name, checked(name, (given ?? fallback) as never)];
  });
  return Object.fromEntries(entries) as Required<Options>;
}
