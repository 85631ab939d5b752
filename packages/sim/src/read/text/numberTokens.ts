import type { Span } from '../shapes/numberSlots.js';

/** A number of a line. */
export interface NumberToken {
  /** Where it begins, with its sign, and where it ends. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What is glued to its end: `ms`, `K`, `th`, `%`. */
  readonly suffix: string;
  /** The text between the number before and this one. */
  readonly lead: string;
}

/** Beside plain numbers: `20,100`, `12,345.67`, `4,9375`, `nan`, `1e-05`. */
const token =
  /(?:(?<![A-Za-z\d.@])|(?<=(?<![\w./-])(?:epoch|step|iter|iteration|batch)))(?:(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|,\d)|\d+,\d+(?![\d.,])|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?!\d|\.\d)|(?:nan|inf(?:inity)?)(?![\w.]))/gi;
const glued = /[A-Za-z%]*/y;
/** Behind `loss_2` comes its value, or more of its name. */
const goesOn = /["']?\s*[:=]?\s*["'[(]*[-+]?[\d.]|[\w/@-]|\.[A-Za-z]|["']?\s*[:=]+\s*["'[(]*(?:nan|inf)/iy;

/** The numbers of a line, those aside that are a part of a name. */
export function numberTokens(line: string): NumberToken[] {
  const tokens: NumberToken[] = [];
  let before = 0;
  for (const { index, 0: body } of line.matchAll(token)) {
    const sign = line.charAt(index - 1);
    const isSigned = (sign === '-' || sign === '+') && !/[A-Za-z\d)\]]/.test(line.charAt(index - 2));
    const from = isSigned ? index - 1 : index;
    const end = index + body.length;
    goesOn.lastIndex = end;
    if (/[A-Za-z_]/.test(line.charAt(from - 1)) && goesOn.test(line)) continue;
    glued.lastIndex = end;
    const suffix = glued.exec(line)?.[0] ?? '';
    tokens.push({ from, to: end, text: line.slice(from, end), suffix, lead: line.slice(before, from) });
    before = end + suffix.length;
  }
  return tokens;
}

/** The number as one that counts: commas set thousands apart, `1K` and `1e+4` are rounded. */
export function countSpan({ from, to, text, suffix }: NumberToken): Span | null {
  if (/^[KMB]$/i.test(suffix)) return [from, to, suffix.toUpperCase() as 'K' | 'M' | 'B'];
  if (suffix !== '' && !/^(?:st|nd|rd|th)$/i.test(suffix)) return null;
  // Three digits, or fewer: the rest is lost.
  if (/^\d(?:\.\d\d?)?e\+?\d\d?$/i.test(text)) return [from, to, 'e'];
  // Of `9,10558`, an epoch and the step, see pairSpans.
  const comma = /^\d{1,3}(?:,\d{3})+$/.test(text) ? -1 : text.indexOf(',');
  return [from, comma < 0 ? to : from + comma];
}

/** `9,10558`: an epoch and the step, where commas set no thousands apart. */
export function pairSpans({ from, to, text }: NumberToken): readonly [Span, Span] | null {
  if (!/^\d{1,3},(?:\d{1,2}|\d{4,})$/.test(text)) return null;
  const comma = from + text.indexOf(',');
  return [
    [from, comma],
    [comma + 1, to],
  ];
}

/**
 * The number as one that is measured: `4,9375` has a decimal comma; so has `4,875`, unless the line writes points. With
 * a unit it is no loss and no rate.
 */
export function measureSpan({ from, to, text, suffix }: NumberToken, hasPoints: boolean): Span | null {
  if (suffix !== '') return null;
  const isThousands = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text);
  if (!text.includes(',') || (isThousands && (hasPoints || text.includes('.') || text.split(',').length > 2)))
    return [from, to];
  return [from, to, 'comma'];
}
