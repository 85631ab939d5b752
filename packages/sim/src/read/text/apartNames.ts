import type { Span } from '../shapes/numberSlots.js';
import { kindNamed } from './fieldNames.js';
import type { NumberToken } from './numberTokens.js';

interface NamedSpan {
  readonly name: string;
  readonly value: Span;
}

/** `Loss span/answer/total=0.75/0.125/0.875`: as many numbers, from the i-th on, as there are names; none where it is no such group. */
export function groupAt(tokens: readonly NumberToken[], i: number, name: string): readonly NamedSpan[] {
  const last = name.slice(name.lastIndexOf(' ') + 1);
  const names = last.split('/');
  const group = tokens.slice(i, i + names.length);
  const isGroup =
    group.length === names.length &&
    group.every(({ text, lead }, k) => /\.\d/.test(text) && (k === 0 || lead === '/'));
  if (names.length < 2 || !isGroup || tokens[i + names.length]?.lead === '/') return [];
  const before = name.slice(0, name.length - last.length);
  return group.map(({ from, to }, k) => ({ name: before + names[k]!, value: [from, to] }));
}

/** What a number is, where that comes behind it. */
const behindNumber = /^ ((?:[A-Za-z][\w.-]* ){0,3}loss)\s*(?:[,;|)(]|$)/i;

/** `Epoch 3: 0.25 CE loss, 94 % accuracy`: the number first, and what it is behind it. */
export function namesBehind(text: string, tokens: readonly NumberToken[]): readonly NamedSpan[] {
  return tokens.flatMap(({ from, to, text: digits, lead, suffix }) => {
    if (!/(?:^|[:|,;(\])–-])\s*$/.test(lead) || suffix !== '' || !/\.\d/.test(digits)) return [];
    const name = behindNumber.exec(text.slice(to, to + 60))?.[1];
    const isLoss = name !== undefined && ['loss', 'evaluation'].includes(kindNamed(name));
    return isLoss ? [{ name, value: [from, to] as const }] : [];
  });
}
