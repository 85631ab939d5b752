import { quantile } from 'd3-array';
import { count, short } from '../../numbers.js';
import { BrailleCanvas } from '../../report/braille.js';
import { wantsLog } from '../../report/envelope.js';
import type { CourseStretch } from '../course.js';
import type { Outlook } from '../forecast/outlook.js';
import type { Style } from './style.js';

/** Columns left of a picture, for numbers. */
export const gutter = 10;
/** The smoothed course is a mean over this share of the width. */
const smoothing = 1 / 40;

/**
 * The loss of a run and its smoothed course: rows of dots with the least and the largest value at the left, and a row with the steps.
 * The losses are drawn only where there is colour to tell them from their smoothed course. What stands out by far is cut off.
 *
 * @param outlooks what is expected at the right end, and between what: dotted, with an upright line
 * @param lastStep right end of the axis
 */
export function lossPanel(
  course: readonly CourseStretch[],
  outlooks: readonly Outlook[],
  lastStep: number,
  columns: number,
  rows: number,
  style: Style,
): string[] {
  const losses = new BrailleCanvas(Math.max(1, columns - gutter), rows);
  const smoothed = new BrailleCanvas(losses.columns, rows);
  const known = course.filter(({ mean }) => Number.isFinite(mean));
  const firstStep = course[0]?.step ?? 0;
  if (known.length === 0) return new Array<string>(rows + 1).fill('');
  const place = (step: number) =>
    Math.round(((step - firstStep) / (lastStep - firstStep || 1)) * (losses.width - 1));
  const means = smooth(known, Math.max(1, (smoothing * (place(known.at(-1)!.step) + 1)) / 2), place);
  const ends = outlooks.flatMap((one) => [one.low, one.high]);
  const low = Math.min(quantile(known, 0.02, (one) => one.low)!, ...means.values(), ...ends);
  const high = Math.max(quantile(known, 0.98, (one) => one.high)!, ...means.values(), ...ends);
  const scale = wantsLog(low, high) ? Math.log : (value: number) => value;
  const [bottom, top] = [scale(low), scale(high)];
  const height = (value: number) =>
    Math.round(
      (1 - (scale(Math.min(Math.max(value, low), high)) - bottom) / (top - bottom || 1)) *
        (losses.height - 1),
    );
  if (style.isColor)
    for (const one of known) losses.column(place(one.step), height(one.low), height(one.high));
  let before: number | null = null;
  for (const [x, mean] of means) {
    const y = height(mean);
    smoothed.column(x, before ?? y, y);
    before = y;
  }
  const [[x, mean] = [0, 0]] = [...means].slice(-1);
  outlooks.forEach((outlook, i) => {
    const end = losses.width - 1 - 3 * i;
    smoothed.column(end, height(outlook.low), height(outlook.high));
    for (let at = x + 4; at < end; at += 4) {
      const share = (at - x) / (end - x);
      smoothed.dot(at, height(mean + share * (outlook.loss - mean)));
    }
  });
  const label = (row: number) =>
    (row === 0 ? short(high) : row === rows - 1 ? short(low) : '').padStart(gutter - 1);
  const [under, over] = [losses.lines(), smoothed.lines()];
  return [
    ...over.map((line, row) => `${style.dim(label(row))} ${layered(line, under[row]!, style)}`),
    style.dim(axis(firstStep, lastStep, columns)),
  ];
}

/** Means by the column of dots, each over all that lie within `reach` columns. */
function smooth(
  known: readonly CourseStretch[],
  reach: number,
  place: (step: number) => number,
): Map<number, number> {
  const means = new Map<number, number>();
  let [from, to, sum] = [0, 0, 0];
  for (const { step } of known) {
    const x = place(step);
    while (to < known.length && place(known[to]!.step) <= x + reach) sum += known[to++]!.mean;
    while (place(known[from]!.step) < x - reach) sum -= known[from++]!.mean;
    means.set(x, sum / (to - from));
  }
  return means;
}

const noDots = '\u2800';

/** One row of dots over another, each in its colour. */
function layered(over: string, under: string, style: Style): string {
  const both = over.replace(/\u2800+|[^\u2800]+/g, (part, at: number) => {
    if (part[0] !== noDots) return style.accent(part);
    const below = under.slice(at, at + part.length);
    return /[^\u2800]/.test(below) ? style.dim(below) : below;
  });
  // Shorter where it is sent, and without what some fonts draw for no dots.
  return both.replaceAll(noDots, ' ');
}

function axis(firstStep: number, lastStep: number, columns: number): string {
  const [left, right] = [count(firstStep), count(lastStep)];
  const room = columns - gutter - left.length;
  return ' '.repeat(gutter) + left + (right.length < room ? right.padStart(room) : '');
}
