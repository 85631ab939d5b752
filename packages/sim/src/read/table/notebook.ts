import { collect } from '../bytes.js';
import { joinRuns } from '../joinRuns.js';
import { printedReaders, surestReader } from '../printedReaders.js';
import { readError } from '../readError.js';
import type { Reader, ReadOptions, ReadResult } from '../reader.js';
import { isRecord, parseJson } from './jsonText.js';

/** A string of JavaScript cannot be longer. */
const largest = 500 * 2 ** 20;

/** A Jupyter notebook: the logs that its cells printed, each cell a run of its own. */
export const notebook: Reader = {
  format: 'notebook',
  description: 'Jupyter notebooks: what their cells printed, tables of progress included',
  detect(head) {
    const text = new TextDecoder().decode(head);
    return /^\s*\{\s*"(?:cells|metadata|nbformat)"/.test(text) && /"(?:cell_type|nbformat)"\s*:/.test(text)
      ? 0.98
      : 0;
  },
  async read(file, bytes, options) {
    const whole = await collect(bytes, largest);
    if (!whole)
      return readError(file, 'a notebook of more than 500 MiB', 'save the log in a file of its own');
    const value = parseJson(new TextDecoder().decode(whole));
    const cells = isRecord(value) && Array.isArray(value.cells) ? value.cells : null;
    if (!cells)
      return readError(file, 'a damaged Jupyter notebook', 'check that the file was written to its end');
    const runs: [run: string, result: ReadResult][] = [];
    for (const [i, cell] of cells.entries()) {
      const text = isRecord(cell) ? outputOf(cell) : '';
      if (text !== '') runs.push([`cell ${i + 1}`, await readCell(file, text, options)]);
    }
    const logs = runs.filter(([, result]) => result.ok);
    const [first] = logs;
    // Of a name that no cell has, a cell says so.
    const unknown = runs.find(([, result]) => !result.ok && result.problem.message.includes(' called '));
    if (!first && unknown) return unknown[1];
    if (!first)
      return readError(
        file,
        'a Jupyter notebook that printed no training log',
        'run it and save it with its outputs, or save the log in a file of its own',
      );
    if (logs.length === 1 && options.run === undefined) return first[1];
    return joinRuns(
      file,
      logs.sort((a, b) => pointsOf(b[1]) - pointsOf(a[1])),
      options,
    );
  },
};

const pointsOf = (result: ReadResult): number =>
  result.ok ? result.value.segments.reduce((sum, { steps }) => sum + steps.length, 0) : 0;

/** Each cell is a log of a kind of its own. */
async function readCell(file: string, text: string, options: ReadOptions): Promise<ReadResult> {
  const { format: _, run: __, ...rest } = options;
  const bytes = new TextEncoder().encode(text);
  const reader = surestReader(printedReaders, bytes.subarray(0, 1 << 16));
  return reader
    ? reader.read(file, [bytes], rest)
    : readError(file, 'a cell that printed no log', 'save the log in a file of its own');
}

const textOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.filter((part) => typeof part === 'string').join('')
    : typeof value === 'string'
      ? value
      : '';

/** What a cell printed. */
function outputOf(cell: Record<string, unknown>): string {
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.filter(isRecord) : [];
  return outputs
    .map((output) => {
      const data = isRecord(output.data) ? output.data : {};
      const html = textOf(data['text/html']);
      return html.includes('<table') ? rowsOf(html) : textOf(output.text) || textOf(data['text/plain']);
    })
    .join('\n');
}

/** The rows of the tables in HTML as those of a table in Markdown. */
function rowsOf(html: string): string {
  const rows = [...html.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/gi)].map(([, row]) => ({
    isHead: /<th\b/i.test(row!) && !/<td\b/i.test(row!),
    cells: [...row!.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)<\/t[hd]>/gi)].map(([, cell]) =>
      cell!
        .replace(/<[^>]*>/g, '')
        .replace(/[\s|]+/g, ' ')
        .trim(),
    ),
  }));
  return rows
    .map(
      ({ isHead, cells }) => `| ${cells.join(' | ')} |${isHead ? `\n|${'---|'.repeat(cells.length)}` : ''}\n`,
    )
    .join('');
}
