import { type Kind, kindOf } from '../names.js';
import type { Span } from '../shapes/places.js';

/** A longer line is looked at up to here only. */
const longest = 2048;

const pair =
  /([A-Za-z_][\w./-]{0,40}(?: [A-Za-z_][\w./-]{0,40}){0,3})["']?(?:\s*[:=]\s*|\s+)(?:["'[(]{1,2}\s{0,12})?([-+]?(?:\d{1,3}(?:,\d{3})+(?![\d,.])|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf(?:inity)?))(?:(?=(?:st|nd|rd|th)\b)|(?!\w|\.\d))/gi;

/** `3/100`, `3 / 100`, `3 of 100`: how many there will be. */
const total = /\s*(?:\/|of)\s*(\d[\d,]*)/y;

/** A word that makes the losses behind it those of a validation, unless it is part of a path or a name. */
const validation = /(?<![\w./-])(?:val|valid|validation|eval|evaluation|test|testing|cv)(?![\w./-])/i;

/** The training, but for a file such as train.py or trainer.py. */
const training = /train(?!\w*\.py)/i;

/** `Train loss 120 0.482301`: a step, and the loss. */
const another = /\s(\d+\.\d+)(?![\w/])/y;

const meanings = new Map<string, string | null>();
const kinds = new Map<string, Kind['kind']>();

/** Names come again and again. */
function kindNamed(name: string): Kind['kind'] {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const { kind } = kindOf(name);
  if (kinds.size < 4096) kinds.set(name, kind);
  return kind;
}

export interface Pair {
  readonly name: string;
  /** Where the number stands. */
  readonly value: Span;
  /** Of a step, how many there will be, where the line says so. */
  readonly total: Span | undefined;
  /** Where in the line the name begins. */
  readonly at: number;
}

/** Every `name: number`, `name=number` and `name number` of a line whose name says loss, learning rate, step or epoch. */
export function pairsIn(line: string, extra: readonly string[]): Pair[] {
  const text = line.slice(0, longest);
  const validates = training.test(text) ? -1 : text.search(validation);
  const found: Pair[] = [];
  for (const match of text.matchAll(pair)) {
    const behind = match.index + match[0].length;
    const name =
      extra.find((wanted) => endsWithName(match[1]!, wanted)) ??
      meaning(match[1]!) ??
      short(match[1]!, text, behind);
    if (name === null) continue;
    const kind = kindNamed(name);
    const counts = kind === 'step' || kind === 'epoch';
    // Only a count has commas for its thousands; elsewhere they separate.
    const comma = counts ? -1 : match[2]!.indexOf(',');
    const begin = behind - match[2]!.length;
    const value: Span = [begin, comma < 0 ? behind : begin + comma];
    // `loss[loss=0.5, …], tot_loss[loss=0.7, …]`: the mean comes later.
    if (kind === 'loss' && found.some((pair) => pair.name === name)) continue;
    another.lastIndex = behind;
    const behindStep = kind === 'loss' && /^\d+$/.test(match[2]!) ? another.exec(text) : null;
    if (behindStep) {
      const end = another.lastIndex;
      found.push({ name: 'step', value, total: undefined, at: match.index });
      found.push({ name, value: [end - behindStep[1]!.length, end], total: undefined, at: match.index });
      continue;
    }
    const isOfValidation = validates >= 0 && validates < match.index && kind === 'loss';
    found.push({
      name: isOfValidation ? `validation ${name}` : name,
      value,
      total: counts ? totalBehind(text, behind) : undefined,
      at: match.index,
    });
  }
  return found;
}

/** `i=3/100` is a step, `ep: 3` an epoch. */
function short(name: string, text: string, behind: number): string | null {
  const last = name.slice(name.lastIndexOf(' ') + 1).toLowerCase();
  if (last === 'ep' || last === 'ep.') return 'epoch';
  return last === 'i' && totalBehind(text, behind) !== undefined ? 'step' : null;
}

function totalBehind(text: string, at: number): Span | undefined {
  total.lastIndex = at;
  const behind = total.exec(text);
  return behind ? [total.lastIndex - behind[1]!.length, total.lastIndex] : undefined;
}

function endsWithName(text: string, name: string): boolean {
  return (
    text === name ||
    text.toLowerCase().endsWith(` ${name.toLowerCase()}`) ||
    text.toLowerCase() === name.toLowerCase()
  );
}

/** The last words of a text that name something: `INFO Global Step` means `Global Step`, `loss at step` means `step`. */
function meaning(text: string): string | null {
  const known = meanings.get(text);
  if (known !== undefined) return known;
  const parts = text.split(' ');
  const counts = (name: string) => ['step', 'epoch'].includes(kindOf(name).kind);
  const suffixes = parts.map((_, i) => parts.slice(i).join(' '));
  const isStep = counts(suffixes[suffixes.length - 1]!);
  const found = suffixes.find((name) => (isStep ? counts(name) : kindOf(name).kind !== 'other')) ?? null;
  if (meanings.size < 4096) meanings.set(text, found);
  return found;
}
