/** A state with one change that makes it unreachable. */
export interface Tampered {
  /** The change, for a report: `.inner.trend = null`. */
  readonly change: string;
  readonly state: unknown;
}

/**
 * Changed copies of `state`, none of which a run can reach:
 *
 * - each field removed, and an extra field in each record;
 * - each value replaced by another type: a string, a record, a list, NaN;
 * - null instead of a value that is never null in `run` or `other`;
 * - each counter set to −1, and increased by ½. A counter is a number that is a natural number throughout both runs and not
 *   always 0; the losses of the runs do not differ by integers.
 *
 * In a list the first and the last entry are changed. Field names must not contain a dot.
 */
export function tampered(state: unknown, run: readonly unknown[], other: readonly unknown[]): Tampered[] {
  const nullable = new Set<string>();
  const counts = new Map<string, boolean>();
  const note = (place: string, value: unknown) => {
    if (value === null) nullable.add(kind(place));
    const natural = Number.isSafeInteger(value) && (value as number) >= 0;
    if (natural && value !== 0) counts.set(place, counts.get(place) ?? true);
    if (typeof value === 'number' && !natural) counts.set(place, false);
  };
  for (const one of [...run, ...other]) visit(one, '', note);
  const changed: Tampered[] = [];
  const change = (place: string, label: string, value: unknown) =>
    changed.push({ change: `${place} ${label}`, state: withValue(state, place.split('.').slice(1), value) });
  visit(state, '', (place, value) => {
    change(place, '= a word', 'a word');
    if (isRecord(value)) change(place, '= []', []);
    else change(place, '= {}', {});
    if (typeof value === 'number') change(place, '= NaN', Number.NaN);
    if (value !== null && !nullable.has(kind(place))) change(place, '= null', null);
    if (counts.get(place)) {
      change(place, '= -1', -1);
      change(place, '+ 1/2', (value as number) + 0.5);
    }
    if (isRecord(value)) {
      for (const key of Object.keys(value)) change(`${place}.${key}`, 'left out', undefined);
      change(`${place}.extra`, '= 0', 0);
    }
  });
  return changed;
}

/** The path without list indices, because all entries of a list follow the same rule. */
const kind = (place: string) => place.replace(/\.\d+/g, '.*');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls `note` with every value of a state and its path: '' for the state itself, '.inner.trend' for a field. */
function visit(value: unknown, place: string, note: (place: string, value: unknown) => void): void {
  note(place, value);
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  for (const key of Array.isArray(value) && keys.length > 2 ? [keys[0]!, keys.at(-1)!] : keys) {
    visit((value as Record<string, unknown>)[key], `${place}.${key}`, note);
  }
}

/** A copy of `state` with `value` at `path`; undefined removes the field. */
function withValue(state: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(state)) {
    return state.map((entry, i) => (String(i) === key ? withValue(entry, rest, value) : entry));
  }
  const { [key]: entry, ...others } = state as Record<string, unknown>;
  const changed = withValue(entry, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}
