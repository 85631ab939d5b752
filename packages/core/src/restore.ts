import { check } from './check.js';
import type { Scheduler, SchedulerState } from './scheduler.js';

/**
 * A state read back from a checkpoint, checked to be one of this scheduler's: same scheduler, same version of the
 * layout, every field present and of the right kind, every number finite. It continues bit for bit.
 *
 * @param scheduler the scheduler, made with the same options as before
 * @param value what JSON.parse returned
 * @throws RangeError naming the field that does not fit
 * @example
 * const scheduler = fastface({ learningRate: 0.02, totalSteps: 10_000 });
 * const saved = JSON.stringify(scheduler.step(scheduler.init(), 3.5));
 * restore(scheduler, JSON.parse(saved)).iteration; // 1
 */
export function restore<State extends SchedulerState>(scheduler: Scheduler<State>, value: unknown): State {
  const initial = scheduler.init();
  const record = asRecord('state', value);
  check(record.scheduler === initial.scheduler, 'state.scheduler', record.scheduler, initial.scheduler);
  check(record.version === initial.version, 'state.version', record.version, String(initial.version));
  checkShape('state', initial, value);
  return value as State;
}

function checkShape(path: string, like: unknown, value: unknown): void {
  if (Array.isArray(like)) {
    check(Array.isArray(value), path, value, 'an array');
    for (const entry of value as unknown[]) checkPlain(path, entry);
  } else if (typeof like === 'object' && like !== null) {
    const record = asRecord(path, value);
    for (const [key, entry] of Object.entries(like)) {
      check(key in record, `${path}.${key}`, undefined, 'a value');
      checkShape(`${path}.${key}`, entry, record[key]);
    }
  } else {
    checkPlain(path, value);
    const fits = like === null || typeof like === typeof value || isNumberWord(value);
    check(fits, path, value, `a ${typeof like}`);
  }
}

function checkPlain(path: string, value: unknown): void {
  const plain = value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
  check(plain, path, value, 'a finite number, string, boolean or null');
}

/** How fastface-published keeps a poisoned filter. */
const isNumberWord = (value: unknown) => typeof value === 'string' && /^(NaN|-?Infinity|-0)$/.test(value);

function asRecord(path: string, value: unknown): Record<string, unknown> {
  check(typeof value === 'object' && value !== null && !Array.isArray(value), path, value, 'an object');
  return value as Record<string, unknown>;
}
