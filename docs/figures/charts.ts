import { envelope } from '../../packages/sim/src/report/envelope.js';
import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';
import { plotAreaOf, type SvgChart, svgChart } from '../../packages/sim/src/report/svgChart.js';
import type { Lane, Mark } from '../../packages/sim/src/report/svgMarks.js';

type Points = readonly (readonly [step: number, value: number])[];

/** The values of a sequence that begins at a step, thinned to what a picture can show. */
export function line(
  values: ArrayLike<number>,
  color: number,
  { from = 0, dash = [] as readonly number[] } = {},
): Mark {
  const every = Math.max(1, Math.floor(values.length / 1500));
  const points: [number, number][] = [];
  for (let i = 0; i < values.length; i += every) points.push([from + i, values[i]!]);
  return { kind: 'line', color, dash, points };
}

/** The range of a noisy sequence in each pixel. */
export function band(values: ArrayLike<number>, color: number, width: number): Mark {
  const steps = Float64Array.from({ length: values.length }, (_, i) => i);
  const stretches = envelope(steps, values, width / 2);
  return { kind: 'band', color, points: stretches.map((s) => [s.step, s.low, s.high]) };
}

export const level = (value: number, from: number, to: number, color: number): Mark => ({
  kind: 'level',
  color,
  dash: [5, 4],
  points: [
    [from, value],
    [to, value],
  ],
});

/** Shades the stretches where something holds. */
export function shades(count: number, holds: (i: number) => boolean): Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; i < count; i++) {
    if (!holds(i)) continue;
    const from = i;
    while (i < count && holds(i)) i++;
    marks.push({ kind: 'shade', from, to: i });
  }
  return marks;
}

export const staircase = (points: Points, color: number): Mark => ({ kind: 'steps', color, points });

export interface ChartOptions {
  readonly label: string;
  readonly to: number;
  readonly domain: readonly [low: number, high: number];
  readonly marks: readonly Mark[];
  readonly log?: boolean;
  readonly height?: number;
  readonly lanes?: readonly Lane[];
  readonly labels?: readonly Label[];
}

/** Words in a chart, in the colour of a line or in the ink of the page. */
export interface Label {
  readonly text: string;
  readonly step: number;
  readonly value: number;
  readonly color?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** A chart over iterations 0 to `to`. */
export function chart(
  { log = false, height = 190, lanes = [], labels = [], ...rest }: ChartOptions,
  width: number,
): string {
  const drawn = { from: 0, log, height, lanes, ...rest } satisfies SvgChart;
  const { x, y } = plotAreaOf(drawn, width);
  const texts = labels.map(
    ({ text, step, value, color, anchor = 'start' }) =>
      `<text class="label${color === undefined ? '' : ` c${color}`}" x="${x(step).toFixed(1)}" y="${y(value).toFixed(1)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`,
  );
  return svgChart(drawn, width).replace('</svg>', `${texts.join('')}</svg>`);
}
