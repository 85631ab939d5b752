import { findScheduler } from '@fastface/sim/browser';
import { embedded } from './embedded.js';
import { sliders, type ValueName, type Values } from './sliders.js';

/** What a view is made of; all of it is in the address, so that the address can be shared. */
export interface State {
  /** An embedded run; null where `file` is to be dropped. */
  trace: string | null;
  /** Name of the log that the view was made with. It never leaves the machine, so the address has only its name. */
  file: string | null;
  schedulers: string[];
  /** What the sliders say; null until a run is there to derive them from. */
  values: Partial<Record<ValueName, number>>;
  /** Options of single schedulers. */
  set: Record<string, Record<string, unknown>>;
  /** How the log is read: format, loss, lr, step, run, segment. */
  reading: Partial<Record<ReadingName, string>>;
  /** The stretch shown; null is the whole run. */
  shown: readonly [from: number, to: number] | null;
}

export const readingNames = ['format', 'loss', 'lr', 'step', 'run', 'segment'] as const;
export type ReadingName = (typeof readingNames)[number];

export const defaultSchedulers = ['fastface-auto', 'fastface', 'fastface-steps', 'dlib-slope'];

/** Schedulers that the page offers: all but the O(window) definition of Moving Haar, which a long run would wait for. */
export const isOffered = (name: string): boolean =>
  findScheduler(name) !== undefined && name !== 'moving-haar-naive';

/** Reads the part of an address behind `#`. What makes no sense is left out: an address may come from anywhere. */
export function readState(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const number = (name: string): number | null => {
    const text = given.get(name);
    return text !== null && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
  };
  const file = given.get('file');
  const trace = given.get('trace');
  const known = embedded.some(({ name }) => name === trace) ? trace : null;
  const schedulers = [...new Set((given.get('scheduler') ?? '').split(',').filter(isOffered))];
  const [from, to] = [number('from'), number('to')];
  return {
    trace: known ?? (file === null ? embedded[0]!.name : null),
    file: known === null ? file : null,
    schedulers: schedulers.length > 0 ? schedulers : [...defaultSchedulers],
    values: Object.fromEntries(
      sliders.flatMap(({ name }) => {
        const value = number(name);
        return value === null ? [] : [[name, value]];
      }),
    ) as Partial<Values>,
    set: readSettings(given.getAll('set')),
    reading: Object.fromEntries(
      readingNames.flatMap((name) => (given.get(name) ? [[name, given.get(name)!]] : [])),
    ),
    shown: from !== null && to !== null && from < to ? [from, to] : null,
  };
}

/** `scheduler:option=value`, as the command's `--set` has it. */
function readSettings(settings: readonly string[]): State['set'] {
  const set: State['set'] = {};
  for (const setting of settings) {
    const match = /^([\w-]+):(\w+)=(.+)$/s.exec(setting);
    if (!match) continue;
    const [, scheduler, option, value] = match as unknown as [string, string, string, string];
    if (!isOffered(scheduler) || !findScheduler(scheduler)!.options.some(({ name }) => name === option))
      continue;
    set[scheduler] = { ...set[scheduler], [option]: parseValue(value) };
  }
  return set;
}

/** A number, list, truth value or null as JSON writes it, or else a word. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A value as `--set` and the address write it. */
export const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The part of an address behind `#` that stands for a view. */
export function writeState({ trace, file, schedulers, values, set, reading, shown }: State): string {
  const parts = new URLSearchParams();
  if (trace !== null) parts.set('trace', trace);
  if (file !== null) parts.set('file', file);
  parts.set('scheduler', schedulers.join(','));
  for (const { name } of sliders) if (values[name] !== undefined) parts.set(name, String(values[name]));
  for (const [scheduler, options] of Object.entries(set)) {
    for (const [option, value] of Object.entries(options))
      parts.append('set', `${scheduler}:${option}=${valueText(value)}`);
  }
  for (const name of readingNames) if (reading[name]) parts.set(name, reading[name]);
  if (shown) {
    parts.set('from', String(Math.round(shown[0])));
    parts.set('to', String(Math.round(shown[1])));
  }
  // Commas, colons and equals signs need no escape behind a #, and the address can be read without.
  return `#${parts.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%3D', '=')}`;
}
