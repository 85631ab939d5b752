import { quantile } from 'd3-array';
import { short } from '../../numbers.js';
import { BrailleCanvas } from '../../report/braille.js';
import { gutter } from './lossPanel.js';
import type { Style } from './style.js';
import type { ViewState } from './viewState.js';

/**
 * The trend and, dotted, its threshold. The steep fall at the beginning is cut off: what is near the threshold matters.
 *
 * @param lastStep right end of the axis
 */
export function trendPanel(
  { trends, course }: Pick<ViewState, 'trends' | 'course'>,
  lastStep: number,
  columns: number,
  rows: number,
  style: Style,
): string[] {
  const trend = new BrailleCanvas(Math.max(1, columns - gutter), rows);
  const threshold = new BrailleCanvas(trend.columns, rows);
  const known = trends.filter((one) => one.trend !== null);
  const firstStep = course[0]?.step ?? 0;
  const place = (step: number) =>
    Math.round(((step - firstStep) / (lastStep - firstStep || 1)) * (trend.width - 1));
  const level = quantile(known, 0.9, (one) => Math.abs(one.threshold ?? 0)) ?? 0;
  const low = Math.min(quantile(known, 0.02, (one) => one.trend!) ?? 0, -2 * level, 0);
  const high = Math.max(quantile(known, 0.5, (one) => one.trend!) ?? 0, 8 * level);
  const height = (value: number) =>
    Math.round((1 - (Math.min(Math.max(value, low), high) - low) / (high - low || 1)) * (trend.height - 1));
  let before: number | null = null;
  let dotted = -4;
  for (const one of known) {
    const [x, y] = [place(one.step), height(one.trend!)];
    trend.column(x, before ?? y, y);
    before = y;
    if (one.threshold === null || x < dotted + 4) continue;
    threshold.dot(x, height(one.threshold));
    dotted = x;
  }
  const label = (row: number) =>
    (row === 0 ? short(high) : row === rows - 1 ? short(low) : '').padStart(gutter - 1);
  const under = threshold.lines();
  return [
    '',
    `${style.bold('trend')} fall per iteration; the dots are the threshold of a plateau`,
    ...trend.lines().map((line, row) => {
      const cells = [...line].map((cell, i) => joined(cell, under[row]![i]!)).join('');
      return `${style.dim(label(row))} ${style.accent(cells.replaceAll('\u2800', ' '))}`;
    }),
  ].slice(0, rows + 2);
}

/** The dots of both cells. */
const joined = (a: string, b: string): string => String.fromCharCode(a.charCodeAt(0) | b.charCodeAt(0));
