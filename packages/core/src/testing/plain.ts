/** Equal to the last bit, −0 against 0 included, through records and arrays. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

/** A copy that shares no record and no array with the value. */
export function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  // A Map, for example, is not plain JSON; another law reports it.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)])) as Value;
}

/**
 * The first difference of two runs, in words; null if there is none.
 *
 * @param seen number of losses before the first of these states
 */
export function firstDifference(
  expected: readonly unknown[],
  found: readonly unknown[],
  seen = 0,
): string | null {
  const at = expected.findIndex((state, i) => !same(state, found[i]));
  if (at < 0) return null;
  return `after loss ${seen + at + 1} ${difference('state', expected[at], found[at])}`;
}

/** The innermost difference of two unequal values, in words. */
export function difference(path: string, expected: unknown, found: unknown): string {
  if (isRecord(expected) && isRecord(found)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    const key = keys.find((one) => !same(expected[one], found[one]));
    if (key !== undefined) return difference(`${path}.${key}`, expected[key], found[key]);
  }
  return `${path} is ${shown(found)} instead of ${shown(expected)}`;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const shown = (value: unknown): string =>
  typeof value === 'number'
    ? Object.is(value, -0)
      ? '-0'
      : String(value)
    : (JSON.stringify(value) ?? String(value));

/** Why a value is not plain JSON, in words; null if it is. */
export function isPlain(path: string, value: unknown): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? null
      : `${path} is ${Object.is(value, -0) ? '-0' : value}`;
  }
  if (typeof value !== 'object') return `${path} is ${typeof value}`;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return `${path} is not a plain object`;
  for (const [key, entry] of Object.entries(value)) {
    const problem = isPlain(`${path}.${key}`, entry);
    if (problem) return problem;
  }
  return null;
}
