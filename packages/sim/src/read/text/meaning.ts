import { counts, kindNamed } from './fieldNames.js';

/** `Loss at step 100: 2.5`: the name, and what joins it to a place. */
export const placed = /^(.*?) (?:at|after|for|in|on|of|during)(?: the| each| every)?$/i;

/**
 * The last words of a text that name something: `INFO Global Step` means `Global Step`, `loss at step` means `step`. Behind
 * the number there may stand of how many it is.
 */
export function meaningOf(run: string, isOfAll: () => boolean): string | null {
  const known = meanings.get(run);
  if (known !== undefined) return known;
  const parts = run.split(' ').slice(-4);
  const suffixes = parts.map((_, at) => parts.slice(at).join(' '));
  const last = suffixes.at(-1)!;
  if (/^ep\.?$/i.test(last)) return 'epoch';
  // `i=3/100` and `batch i:3` are steps.
  if (/^i$/i.test(last)) return isOfAll() || counts(parts.at(-2) ?? '') ? 'step' : null;
  const isCount = counts(last);
  const found =
    suffixes.find((name) => (isCount ? counts(name) : kindNamed(name) !== 'other' && !placed.test(name))) ??
    null;
  // `Time cost` is no cost, `best loss` no loss: a word in front says so.
  const spoilt = found !== null && !isCount && found !== suffixes[0] && kindNamed(found) !== 'rate';
  const name = spoilt ? null : found;
  if (meanings.size < 4096) meanings.set(run, name);
  return name;
}

const meanings = new Map<string, string | null>();
