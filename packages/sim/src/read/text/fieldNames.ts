import { type Kind, kindOf } from '../names.js';
import type { NumberToken } from './numberTokens.js';

const kinds = new Map<string, Kind['kind']>();

/** Names come again and again. */
export function kindNamed(name: string): Kind['kind'] {
  const known = kinds.get(name);
  if (known !== undefined) return known;
  const { kind } = kindOf(name);
  if (kinds.size < 4096) kinds.set(name, kind);
  return kind;
}
export const counts = (name: string) =>
  kindNamed(name) === 'step' || kindNamed(name) === 'epoch' || kindNamed(name) === 'plan';

export const isSplit = (text: string): boolean =>
  /^(?:train|training|val|valid|validation|test|eval|dev)\b/i.test(text);

/** The loss that the last words name, or null. */
export function lossIn(run: string): string | null {
  const parts = run.split(' ').slice(-4);
  const names = parts.map((_, at) => parts.slice(at).join(' '));
  if (/^score$/i.test(parts.at(-1)!)) return 'Score at iteration';
  return names.find((name) => ['loss', 'evaluation', 'rate'].includes(kindNamed(name))) ?? null;
}

/** `module:log_loss:194 -`, `[log_loss:194]`: a function, and the line in it. */
export function isSource(text: string, at: number, { from, to }: NumberToken, name: string): boolean {
  if (text[from - 1] !== ':') return false;
  const word = name.slice(name.lastIndexOf(' ') + 1);
  // `crf_loss/transition:0, shape=…`: a variable of TensorFlow.
  if (word.includes('/') && /^\d$/.test(text.slice(from, to)) && /^[,:)'"]/.test(text.slice(to))) return true;
  const isQualified = /[\w>][:.]$/.test(text.slice(Math.max(0, at - 2), at)) || word.includes('.');
  const isVerb =
    /^_?(?:log|print|compute|calc|calculate|get|update|report|write|record|show|on|run|do)_/i.test(word);
  return isVerb || (isQualified && /^\s*(?:\]|-|\||$)/.test(text.slice(to, to + 4)));
}

export function endsWithName(text: string, name: string): boolean {
  const [whole, wanted] = [text.toLowerCase(), name.toLowerCase()];
  return whole === wanted || whole.endsWith(` ${wanted}`);
}
