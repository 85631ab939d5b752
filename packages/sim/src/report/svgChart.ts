import { scaleLinear, scaleLog } from 'd3-scale';
import { area, line } from 'd3-shape';
import { short } from '../cli/numbers.js';
import { escapeHtml } from './escapeHtml.js';

/** One mark of a chart. `kind` names its class in the page's style; `color` is 0, 1, 2, … of the palette. */
export type Mark =
  | {
      readonly kind: 'line' | 'steps';
      readonly color: number;
      readonly dashed?: boolean;
      readonly points: readonly (readonly [step: number, value: number])[];
    }
  | {
      readonly kind: 'band';
      readonly color: number;
      readonly points: readonly (readonly [step: number, low: number, high: number])[];
    }
  | { readonly kind: 'level'; readonly color: number; readonly value: number }
  | { readonly kind: 'shade'; readonly from: number; readonly to: number }
  | { readonly kind: 'event'; readonly color: number; readonly step: number };

/** A chart over steps. */
export interface SvgChart {
  /** What a screen reader says instead of the picture. */
  readonly label: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
  readonly domain: readonly [low: number, high: number];
  readonly log?: boolean;
  readonly marks: readonly Mark[];
  readonly height: number;
}

const width = 920;
const margin = { left: 64, right: 12, top: 10, bottom: 26 };
const round = (value: number) => Math.round(value * 10) / 10;

/** The chart as an SVG element that scales with the page. Values outside the domain are clipped at its edge. */
export function svgChart({ label, unit, from, to, domain, log, marks, height }: SvgChart): string {
  const x = scaleLinear()
    .domain([from, to])
    .range([margin.left, width - margin.right]);
  const [low, high] =
    domain[0] === domain[1]
      ? log
        ? [domain[0] / 2, domain[0] * 2]
        : [domain[0] - 1, domain[1] + 1]
      : domain;
  const y = (log ? scaleLog() : scaleLinear())
    .domain([low, high])
    .range([height - margin.bottom, margin.top])
    .clamp(true);
  const bottom = height - margin.bottom;
  const ticks = log ? logTicks(y.ticks()) : y.ticks(5);
  const grid = ticks.map((value) => {
    const at = round(y(value));
    return `<path class="grid" d="M${margin.left} ${at}H${width - margin.right}"/><text class="tick" x="${margin.left - 8}" y="${at + 4}" text-anchor="end">${short(value)}</text>`;
  });
  const steps = x
    .ticks(6)
    .map(
      (step) =>
        `<text class="tick" x="${round(x(step))}" y="${height - 8}" text-anchor="middle">${step.toLocaleString('en-US')}</text>`,
    );
  const toPath = line<readonly [number, number]>(
    ([step]) => round(x(step)),
    ([, value]) => round(y(value)),
  );
  const toBand = area<readonly [number, number, number]>()
    .x(([step]) => round(x(step)))
    .y0(([, least]) => round(y(least)))
    .y1(([, , most]) => round(y(most)));
  const draw = (mark: Mark): string => {
    switch (mark.kind) {
      case 'line':
      case 'steps':
        return `<path class="${mark.kind} c${mark.color}${mark.dashed ? ' dashed' : ''}" d="${toPath(mark.points) ?? ''}"/>`;
      case 'band':
        return `<path class="band c${mark.color}" d="${toBand(mark.points) ?? ''}"/>`;
      case 'level':
        return `<path class="level c${mark.color}" d="M${margin.left} ${round(y(mark.value))}H${width - margin.right}"/>`;
      case 'shade':
        return `<rect class="shade" x="${round(x(mark.from))}" y="${margin.top}" width="${round(Math.max(x(mark.to) - x(mark.from), 0.5))}" height="${bottom - margin.top}"/>`;
      case 'event':
        return `<path class="event c${mark.color}" d="M${round(x(mark.step))} ${margin.top}V${bottom}"/>`;
    }
  };
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${grid.join('')}${steps.join('')}<text class="unit" x="${margin.left}" y="${height - 8}" text-anchor="end" dx="-8">${escapeHtml(unit)}</text>${marks.map(draw).join('')}</svg>`;
}

/** Round numbers only, fewer the more decades there are. */
function logTicks(all: readonly number[]): number[] {
  const leading = (value: number) => Number(value.toExponential()[0]);
  const round = all.filter((value) => [1, 2, 5].includes(leading(value)));
  const tens = all.filter((value) => leading(value) === 1);
  return round.length <= 8 ? round : tens.filter((_, i) => i % Math.ceil(tens.length / 8) === 0);
}
