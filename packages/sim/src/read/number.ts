const notFinite = new Map<string, number>();
for (const word of ['nan', '-nan', '+nan', 'nan(ind)', '-nan(ind)', '1.#qnan', '-1.#ind', '#n/a'])
  notFinite.set(word, NaN);
for (const word of ['inf', '+inf', 'infinity', '+infinity', '1.#inf']) notFinite.set(word, Infinity);
for (const word of ['-inf', '-infinity', '-1.#inf']) notFinite.set(word, -Infinity);

/**
 * The number that a trainer printed: `0.25`, `1e-05`, `.5`, `nan`, `-inf`; undefined where the text is no number
 * (`''`, `N/A`, `0x1f`, `12px`), so that NaN always means that the log itself says so.
 */
export function numberOf(text: string): number | undefined {
  const first = text.charCodeAt(0);
  const isDigit = first >= 48 && first <= 57;
  if (!isDigit && !(first === 45 || first === 46 || first === 43)) {
    return text.length > 0 && text.length < 12 ? notFinite.get(text.toLowerCase()) : undefined;
  }
  const value = Number(text);
  // Number() also reads 0x1f, 0b1 and 0o7, which no log means; a leading blank cannot come here.
  if (!Number.isNaN(value))
    return first === 48 && text.length > 1 && isLetterPrefix(text) ? undefined : value;
  return text.length < 12 ? notFinite.get(text.toLowerCase()) : undefined;
}

function isLetterPrefix(text: string): boolean {
  const second = text.charCodeAt(1) | 32;
  return second === 120 || second === 98 || second === 111;
}
