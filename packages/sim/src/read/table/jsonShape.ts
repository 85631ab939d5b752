import { isLabelName } from '../names.js';
import type { Span } from '../shapes/numberSlots.js';
import { type Run, runsOf } from '../shapes/runs.js';
import { isRecord, parseJson } from './jsonText.js';
import { mayHoldNames } from './pivot.js';
import { mayBePlace, numberIn, visitRecord } from './recordRow.js';

/** A record's numbers, where they stand, and the digits that may vary without making another record of it. */
export interface JsonShape {
  readonly cells: readonly { readonly name: string; readonly span: Span }[];
  readonly runs: readonly Run[];
  readonly isEvaluation: boolean;
}

/** A string, with the colon behind it if it is a key; or a number. */
const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|-?\d[\d.eE+-]*/g;

/** Maximum length of a text that may be a number, characters. */
const longestNumber = 24;

/**
 * The shape of the record that begins at `at` of a line; null where it is not plain. Which number is which is found by
 * putting a number of its own in place of each, and having JSON.parse read that.
 */
export function jsonShape(line: string, at: number): JsonShape | null {
  const runs: Run[] = [...runsOf(line.slice(0, at))];
  const spans: Span[] = [];
  let [marked, copied, key] = ['', at, ''];
  const mark = (from: number, to: number) => {
    marked += line.slice(copied, from) + String(spans.length);
    spans.push([from, to]);
    copied = to;
  };
  for (const match of line.slice(at).matchAll(token)) {
    const from = at + match.index;
    const [text, content, colon] = match;
    if (content === undefined) {
      runs.push(...digitRuns(line, from, from + text.length, true));
      mark(from, from + text.length);
    } else if (colon !== undefined) key = content;
    else if (/\d/.test(content)) {
      const trimmed = content.trim();
      if (mayBePlace(content)) return null;
      if (content.includes('\\') || (trimmed.length > longestNumber && /^[-+.\deE]+$/.test(trimmed)))
        return null;
      if (isLabelName(key) || mayHoldNames(key)) continue;
      const start = from + 1 + content.indexOf(trimmed);
      runs.push(...digitRuns(line, start, start + trimmed.length, false));
      if (numberIn(content) !== undefined) mark(start, start + trimmed.length);
    }
  }
  const record = parseJson(marked + line.slice(copied));
  if (!isRecord(record)) return null;
  const cells: { name: string; span: Span }[] = [];
  let isPlain = true;
  const isEvaluation = visitRecord(record, (name, index) => {
    const span = spans[index];
    if (span) cells.push({ name, span });
    else isPlain = false;
  });
  return isPlain ? { cells, runs, isEvaluation } : null;
}

function digitRuns(line: string, from: number, to: number, isNumber: boolean): Run[] {
  return [...line.slice(from, to).matchAll(/\d+/g)].map(({ index, 0: digits }, i) => ({
    from: from + index,
    to: from + index + digits.length,
    isBar: false,
    // The whole part of a number of JSON has no leading zero.
    isStrict: isNumber && i === 0,
  }));
}
