import { BadInput } from '../../badInput.js';
import type { PairSet } from '../dataset.js';
import type { LoadOptions } from '../loadOptions.js';
import { filePairs } from './filePairs.js';
import { PairTable } from './pairTable.js';
import { resolveInside } from './resolveInside.js';
import { forEachLine } from './textLines.js';

type Pair = readonly [first: string, second: string, same: boolean];

/**
 * Reads pairs of images below `root` from a text file. Each line has one of these forms:
 *
 * - `name i j`: images i and j of one person, and `name i other j`: of two, as in LFW's pairs.txt; the images are
 *   `name/name_0001.jpg` and so on. A first line with the number of folds and of pairs may be there or not.
 * - `path path 0|1`: two files below `root`, 1 for one person.
 *
 * separated by tabs, commas or spaces. A first line of words (a CSV heading) is ignored.
 *
 * @throws BadInput for a line of another form, and for a path that leads out of `root`
 */
export async function pairsFile(path: string, root: string, options: LoadOptions = {}): Promise<PairSet> {
  const table = new PairTable(path);
  let isFirst = true;
  await forEachLine(path, (text, where) => {
    const fields = split(text);
    const isTitle = isFirst && isHeading(fields);
    isFirst = false;
    if (isTitle) return;
    const [first, second, isSame] = readPair(fields, text, where);
    table.add(resolveInside(root, first, where), resolveInside(root, second, where), isSame);
  });
  if (table.pairs === 0) throw new BadInput(path, 'lists no pairs', 'give lines like: name 1 2');
  return filePairs(path, (index) => table.file(index), table.same(), options);
}

/**
 * Names may contain spaces if tabs or commas separate the fields. Empty fields at the end come from spreadsheets and
 * are ignored.
 */
function split(text: string): string[] {
  const separator = text.includes('\t') ? '\t' : text.includes(',') ? ',' : /\s+/;
  const fields = text.split(separator).map((field) => field.trim());
  while (fields.at(-1) === '') fields.pop();
  return fields;
}

const isNumber = (text: string | undefined) => text !== undefined && /^\d{1,9}$/.test(text);

function isHeading(fields: readonly string[]): boolean {
  return fields.length === 2 ? fields.every(isNumber) : !fields.some(isNumber);
}

function readPair(fields: readonly string[], text: string, where: string): Pair {
  const [a, b, c, d] = fields as [string, string, string, string];
  if (fields.length === 4 && isNumber(b) && isNumber(d))
    return [lfwImage(a, b, where), lfwImage(c, d, where), false];
  if (fields.length === 3 && isNumber(b) && isNumber(c))
    return [lfwImage(a, b, where), lfwImage(a, c, where), true];
  if (fields.length === 3 && (c === '0' || c === '1')) return [a, b, c === '1'];
  throw new BadInput(
    where,
    `is no pair: ${text}`,
    'expected "name 1 2", "name 1 other 2" or "path path 0|1"',
  );
}

function lfwImage(name: string, number: string, where: string): string {
  if (/[/\\]/.test(name))
    throw new BadInput(where, `has a name with a slash: ${name}`, 'give a name and a number');
  return `${name}/${name}_${number.padStart(4, '0')}.jpg`;
}
