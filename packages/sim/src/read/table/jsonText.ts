/** What a text of JSON holds, or undefined: `NaN` and `Infinity`, which Python writes bare, become strings. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (!text.includes('NaN') && !text.includes('Infinity')) return undefined;
  }
  try {
    return JSON.parse(quoteBareNumbers(text));
  } catch {
    return undefined;
  }
}

/** Puts `NaN`, `Infinity` and `-Infinity` in quotes where they stand outside of strings, in one pass. */
function quoteBareNumbers(text: string): string {
  let result = '';
  let from = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) inString = !inString;
    else if (code === 92 && inString) i++;
    else if (!inString && (code === 78 || code === 73)) {
      const word = code === 78 ? 'NaN' : 'Infinity';
      if (!text.startsWith(word, i)) continue;
      const start = text.charCodeAt(i - 1) === 45 ? i - 1 : i;
      result += `${text.slice(from, start)}"${text.slice(start, i + word.length)}"`;
      i += word.length - 1;
      from = i + 1;
    }
  }
  return result + text.slice(from);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
