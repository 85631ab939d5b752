/** A state with one thing changed so that no run can have reached it. */
export interface Tampered {
  /** What was changed, for a report: `.inner.trend = null`. */
  readonly change: string;
  readonly state: unknown;
}

/**
 * Changed copies of `state`, none of which a run can reach:
 *
 * - each field left out, and a field more in each record;
 * - each value as another kind of value: a word, a record, a list, NaN;
 * - null for a value that is null neither in `run` nor in `other`;
 * - −1 and ½ more for each counter. A counter is a number that stays a natural number in both runs, whose losses
 *   differ by no whole numbers, and does not stay 0.
 *
 * Of a list the first and the last entry are changed. No field's name may have a dot in it.
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

/** The place without its index in a list: what holds for one entry holds for all. */
const kind = (place: string) => place.replace(/\.\d+/g, '.*');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls `note` with every value of a state and its place: '' for the state itself, '.inner.trend' for a field. */
function visit(value: unknown, place: string, note: (place: string, value: unknown) => void): void {
  note(place, value);
  if (typeof value !== 'object' || value === null) return;
  const keys = Object.keys(value);
  for (const key of Array.isArray(value) && keys.length > 2 ? [keys[0]!, keys.at(-1)!] : keys) {
    visit((value as Record<string, unknown>)[key], `${place}.${key}`, note);
  }
}

/** A copy of `state` with `value` at `path`; undefined leaves the field out. */
function withValue(state: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(state)) {
    return state.map((entry, i) => (String(i) === key ? withValue(entry, rest, value) : entry));
  }
  const { [key]: entry, ...others } = state as Record<string, unknown>;
  const changed = withValue(entry, rest, value);
  return changed === undefined ? others : { ...others, [key]: changed };
}
