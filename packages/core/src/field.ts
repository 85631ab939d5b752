import { check, checkFinite, checkInteger } from './check.js';
import { type JsonNumber, toJsonNumber } from './jsonNumber.js';
import { decisions, type Field, type Scheduler, type SchedulerState } from './scheduler.js';

export type { Field } from './scheduler.js';

/**
 * Checks for every field of a state beyond those of {@link SchedulerState}, in the order in which they run. The
 * common fields may be restricted further.
 */
export type Fields<State> = {
  readonly [Key in Exclude<keyof State, keyof SchedulerState>]-?: Field<State>;
} & { readonly [Key in keyof SchedulerState]?: Field<State> };

/** A finite number. */
export const finite: Field<unknown> = (value, path) => {
  checkFinite(path, value as number);
};

/** A finite number from `min` to `max`. */
export const within =
  (min: number, max: number): Field<unknown> =>
  (value, path) => {
    const valid = Number.isFinite(value) && (value as number) >= min && (value as number) <= max;
    check(valid, path, value, `a number from ${min} to ${max}`);
  };

/** An integer from 0 to `max`, which may depend on the state. */
export const count =
  <State = unknown>(max: number | ((state: State) => number)): Field<State> =>
  (value, path, state) => {
    const most = typeof max === 'number' ? max : max(state);
    check(checkInteger(path, value as number, 0) <= most, path, value, `at most ${most}`);
  };

/** One of these words or numbers. */
export const oneOf =
  (...values: readonly unknown[]): Field<unknown> =>
  (value, path) =>
    check(values.includes(value), path, value, values.join(' or '));

/** Exactly the number, string, boolean or null that is derived from the rest of the state. */
export const equal =
  <State>(expected: (state: State) => number | string | boolean | null): Field<State> =>
  (value, path, state) => {
    const known = expected(state);
    check(value === known, path, value, String(known));
  };

/** Exactly the record or array that is derived from the rest of the state. */
export const same =
  <State>(expected: (state: State) => object): Field<State> =>
  (value, path, state) =>
    checkSame(expected(state), value, path);

/** `null` if and only if `absent(state)` is true; otherwise what `present` accepts. */
export const nullWhile =
  <State>(absent: (state: State) => boolean, present: Field<NoInfer<State>>): Field<State> =>
  (value, path, state) =>
    absent(state) ? check(value === null, path, value, 'null') : present(value, path, state);

/** `null`, or what `present` accepts. Prefer {@link nullWhile} if the state determines which. */
export const nullOr =
  <State>(present: Field<State>): Field<State> =>
  (value, path, state) => {
    if (value !== null) present(value, path, state);
  };

/** A double in the form of `toJsonNumber`: a finite number, or the string for a value that JSON lacks. */
export const jsonNumber: Field<unknown> = (value, path) => {
  const valid = typeof value === 'number' || typeof value === 'string';
  check(valid && toJsonNumber(Number(value as JsonNumber)) === value, path, value, 'a number');
};

/** An array of `length` entries that `entry` accepts; `length` may depend on the array itself. */
export const list =
  <State>(entry: Field<NoInfer<State>>, length: (state: State) => number): Field<State> =>
  (value, path, state) => {
    check(Array.isArray(value), path, value, 'an array');
    const entries = value as readonly unknown[];
    const expected = length(state);
    check(entries.length === expected, `${path}.length`, entries.length, String(expected));
    for (let i = 0; i < entries.length; i++) entry(entries[i], `${path}[${i}]`, state);
  };

/** A record with exactly these fields. Their checks receive the whole state, not this record. */
export const record =
  <State>(fields: Readonly<Record<string, Field<State>>>): Field<State> =>
  (value, path, state) => {
    const entries = asRecord(value, path);
    checkKeys(entries, path, Object.keys(fields));
    for (const [key, field] of Object.entries(fields)) field(entries[key], `${path}.${key}`, state);
  };

/** A state of the inner scheduler, which may depend on the state. */
export const stateOf =
  <State>(scheduler: Scheduler | ((state: State) => Scheduler)): Field<State> =>
  (value, path, state) =>
    checkState(typeof scheduler === 'function' ? scheduler(state) : scheduler, value, path);

/** Checks that `value` is a state of this scheduler: what `restore` does, at any depth. */
export function checkState(scheduler: Scheduler, value: unknown, path: string): void {
  const { scheduler: name, version, ...initial } = scheduler.init();
  const { options, fields = {} } = scheduler;
  const record = asRecord(value, path);
  check(record.scheduler === name, `${path}.scheduler`, record.scheduler, name);
  check(record.version === version, `${path}.version`, record.version, String(version));
  checkKeys(record, path, Object.keys({ scheduler: name, version, ...initial, ...fields }));
  if (options) checkSame(options, record.options, `${path}.options`, ', as the scheduler has it');
  count(Number.MAX_SAFE_INTEGER)(record.iteration, `${path}.iteration`, record);
  finite(record.learningRate, `${path}.learningRate`, record);
  check((record.learningRate as number) >= 0, `${path}.learningRate`, record.learningRate, 'a number ≥ 0');
  oneOf(...decisions)(record.decision, `${path}.decision`, record);
  for (const [key, field] of Object.entries(fields)) field(record[key], `${path}.${key}`, record as never);
}

/** Checks that `value` is plain JSON equal to `expected`; names the first difference. */
function checkSame(expected: unknown, value: unknown, path: string, why = ''): void {
  if (typeof expected !== 'object' || expected === null) {
    check(value === expected, path, value, `${expected}${why}`);
  } else {
    const isList = Array.isArray(expected);
    if (isList) check(Array.isArray(value), path, value, 'an array');
    const record = asRecord(isList ? { ...(value as unknown[]) } : value, path);
    checkKeys(record, path, Object.keys(expected));
    for (const [key, entry] of Object.entries(expected)) checkSame(entry, record[key], `${path}.${key}`, why);
  }
}

function checkKeys(record: object, path: string, keys: readonly string[]): void {
  const missing = keys.find((key) => !Object.hasOwn(record, key));
  if (missing !== undefined) check(false, `${path}.${missing}`, undefined, 'a value');
  for (const [key, value] of Object.entries(record)) {
    if (!keys.includes(key)) check(false, `${path}.${key}`, value, `nothing beside ${keys.join(', ')}`);
  }
}

function asRecord(value: unknown, path: string, kind = 'an object'): Readonly<Record<string, unknown>> {
  check(typeof value === 'object' && value !== null && !Array.isArray(value), path, value, kind);
  return value as Record<string, unknown>;
}
