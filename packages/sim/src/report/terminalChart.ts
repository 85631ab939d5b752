import { extent } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { BrailleCanvas } from './braille.js';

/** A vertical stroke of a terminal picture at one step. */
export interface Stroke {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}

/** What to draw, and how large. */
export interface TerminalChart {
  readonly title: string;
  readonly strokes: readonly Stroke[];
  /** A dotted line across. */
  readonly level?: number;
  readonly log?: boolean;
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly rows: number;
  /** Formats the numbers on the axis. */
  readonly format: (value: number) => string;
}

const gutter = 10;

/** A chart in characters: a title, then rows with the axis at the left. */
export function terminalChart({
  title,
  strokes,
  level,
  log,
  from,
  to,
  columns,
  rows,
  format,
}: TerminalChart): string[] {
  const canvas = new BrailleCanvas(columns - gutter - 1, rows);
  const values = strokes.flatMap(({ low, high }) => [low, high]);
  if (level !== undefined) values.push(level);
  let [bottom, top] = extent(values) as [number, number];
  if (bottom === top) [bottom, top] = log ? [bottom / 2, top * 2] : [bottom - 1, top + 1];
  const y = (log ? scaleLog() : scaleLinear()).domain([bottom, top]).range([canvas.height - 1, 0]);
  const x = scaleLinear()
    .domain([from, to])
    .range([0, canvas.width - 1]);
  if (level !== undefined)
    for (let dot = 0; dot < canvas.width; dot += 4) canvas.dot(dot, Math.round(y(level)));
  for (const { step, low, high } of strokes)
    canvas.column(Math.round(x(step)), Math.round(y(low)), Math.round(y(high)));
  const label = (row: number) =>
    (row === 0 ? format(top) : row === rows - 1 ? format(bottom) : '').padStart(gutter);
  return [`${' '.repeat(gutter + 1)}${title}`, ...canvas.lines().map((line, row) => `${label(row)} ${line}`)];
}
