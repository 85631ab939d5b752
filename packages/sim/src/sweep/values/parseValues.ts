import type { ValueRange, Values } from './values.js';

const number = String.raw`[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?`;
const range = new RegExp(String.raw`^(${number})\.\.(${number})((?::\w+)*)$`, 'i');
const mostPoints = 100_000;

/**
 * Reads the values of one option:
 *
 * | text | values |
 * | --- | --- |
 * | `0.1,0.2,0.5` or `min,max` or `[10,20],[30]` | a list, each item as JSON or else as a word |
 * | `0.01..0.05:5` | 5 numbers from 0.01 to 0.05, evenly spread |
 * | `1e-4..1e-2:9:log` | 9 numbers, evenly spread in the logarithm |
 * | `1000..9000:5:int`, `1..1000:4:log:int` | the same, rounded to whole numbers |
 * | `1e-4..1e-2:log` | for a random search, any number between |
 *
 * @throws RangeError that says what was expected
 * @example
 * parseValues('0.5,0.9'); // { kind: 'list', values: [0.5, 0.9] }
 */
export function parseValues(text: string): Values {
  const match = range.exec(text);
  if (match) return parseRange(text, match);
  if (/^\s*[-+.\d][^,]*\.\./.test(text))
    fail(text, 'from..to:count, then :log or :int, as in 1e-4..1e-2:9:log');
  const values = parseList(text);
  if (values.some((value) => value === '' || value === null || isEmptyName(value)))
    fail(text, 'values with commas between them');
  return { kind: 'list', values };
}

function parseRange(text: string, [, low, high, rest]: RegExpExecArray): ValueRange {
  const [from, to] = [Number(low), Number(high)];
  let [count, log, whole]: [number | null, boolean, boolean] = [null, false, false];
  for (const word of rest!.split(':').slice(1)) {
    if (word === 'log' && !log) log = true;
    else if (word === 'int' && !whole) whole = true;
    else if (/^\d+$/.test(word) && count === null) count = Number(word);
    else fail(text, 'from..to:count, then :log or :int, as in 1e-4..1e-2:9:log');
  }
  if (!Number.isFinite(from) || !Number.isFinite(to)) fail(text, 'finite numbers');
  if (count !== null && (count < 2 || count > mostPoints)) fail(text, `a count of 2 to ${mostPoints}`);
  if (log && !(from > 0 && to > 0)) fail(text, 'positive ends for :log');
  if (whole && !(Number.isSafeInteger(from) && Number.isSafeInteger(to))) fail(text, 'whole ends for :int');
  return { kind: 'range', from, to, count, log, whole };
}

/** As JSON where the whole list is; else item by item, words included. */
function parseList(text: string): unknown[] {
  try {
    return JSON.parse(`[${text}]`);
  } catch {
    return text.split(',').map((item) => {
      try {
        return JSON.parse(item);
      } catch {
        return item.trim();
      }
    });
  }
}

/** An object, which no option is. */
const isEmptyName = (value: unknown) => typeof value === 'object' && !Array.isArray(value);

function fail(text: string, expected: string): never {
  throw new RangeError(`${text} (expected ${expected})`);
}
