import { Frame, type Series } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { forEachLine, headLines } from '../lines.js';
import { kindOf } from '../names.js';
import { numberOf } from '../number.js';
import { readError } from '../readError.js';
import type { Reader } from '../reader.js';

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());

/** `|---|:--:|`, below the names of the columns. */
const isRule = (line: string): boolean =>
  line.length < 4096 &&
  line.includes('--') &&
  line.includes('|') &&
  cellsOf(line).every((cell) => /^:?-+:?$/.test(cell));

const hasLoss = (names: readonly string[]) =>
  names.some((name) => ['loss', 'evaluation'].includes(kindOf(name).kind));

/**
 * Tables in Markdown, such as those of a model card: `| Training Loss | Epoch | Step | Validation Loss |`. Tables of
 * the same columns are one log; of different ones, the first with a loss is read.
 */
export const markdown: Reader = {
  format: 'markdown',
  description: 'tables in Markdown, as in model cards',
  detect(head) {
    if (head.includes(0)) return 0;
    const lines = headLines(head);
    return lines.some((line, i) => i > 0 && isRule(line) && hasLoss(cellsOf(lines[i - 1]!))) ? 0.93 : 0;
  },
  async read(file, bytes, options) {
    const frame = new Frame(options);
    let names: string | null = null;
    let columns: readonly (Series | null)[] | null = null;
    let before = '';
    let others = 0;
    await forEachLine(bytes, (line) => {
      if (isRule(line)) {
        const header = cellsOf(before);
        const wanted = names === null ? hasLoss(header) : names === header.join('|');
        if (wanted) names = header.join('|');
        else if (hasLoss(header)) others++;
        columns = wanted ? header.map((name) => (name === '' ? null : frame.column(name))) : null;
      } else if (columns && line.includes('|')) {
        cellsOf(line).forEach((cell, i) => {
          const value = numberOf(cell.replace(/^[*_`]+|[*_`]+$/g, ''));
          const series = columns![i];
          if (series && value !== undefined) frame.put(series, value);
        });
        frame.endRow();
      } else if (line.trim() !== '') columns = null;
      before = line;
    });
    if (names === null)
      return readError(
        file,
        'no table with a loss',
        'name the key of the loss with --loss, or the format with --format',
      );
    const notes = others > 0 ? [`${others} tables with other columns left out`] : [];
    return frameTrace({ file, format: markdown.format, frame, options, notes });
  },
};
