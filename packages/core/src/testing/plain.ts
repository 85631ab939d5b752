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
  // A Map, say, is no plain state, which another law tells.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)])) as Value;
}

/** Where two runs part, in words; null where they do not. */
export function firstDifference(expected: readonly unknown[], found: readonly unknown[]): string | null {
  const at = expected.findIndex((state, i) => !same(state, found[i]));
  if (at < 0) return null;
  return `state ${at}: ${JSON.stringify(found[at])} instead of ${JSON.stringify(expected[at])}`;
}

/** What keeps a value from being plain JSON, in words; null if nothing does. */
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
