import { kindOf } from '../names.js';
import { numberOf } from '../number.js';

/** A longer line is looked at up to here only. */
const longest = 2048;

const pair =
  /([A-Za-z_][\w./-]{0,40}(?: [A-Za-z_][\w./-]{0,40}){0,3})["']?(?:\s*[:=]\s*|\s+)["'[(]{0,2}([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?:nan|inf(?:inity)?))(?!\w|\.\d)/gi;

/** A word that makes the losses behind it those of a validation, unless it is part of a path or a name. */
const validation = /(?<![\w./-])(?:val|valid|validation|eval|evaluation|test|testing)(?![\w./-])/i;

const meanings = new Map<string, string | null>();

/** Every `name: number`, `name=number` and `name number` of a line whose name says loss, learning rate, step or epoch. */
export function forEachPair(
  line: string,
  extra: readonly string[],
  visit: (name: string, value: number) => void,
): void {
  const text = line.slice(0, longest);
  const validates = /train/i.test(text) ? -1 : text.search(validation);
  for (const match of text.matchAll(pair)) {
    const value = numberOf(match[2]!);
    const name = extra.find((wanted) => endsWithName(match[1]!, wanted)) ?? meaning(match[1]!);
    if (name === null || value === undefined) continue;
    const isOfValidation = validates >= 0 && validates < match.index && kindOf(name).kind === 'loss';
    visit(isOfValidation ? `validation ${name}` : name, value);
  }
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
