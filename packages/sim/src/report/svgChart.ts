import { scaleLinear, scaleLog } from 'd3-scale';
import { short } from '../numbers.js';
import { escapeHtml } from './escapeHtml.js';
import { type Lane, laneHeight, type Mark, type PlotArea, round, svgLane, svgMark } from './svgMarks.js';
import { logTicks, stepLabel, widened } from './ticks.js';

/** A chart over steps. */
export interface SvgChart {
  /** Text alternative for screen readers. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly domain: readonly [low: number, high: number];
  readonly log: boolean;
  readonly marks: readonly Mark[];
  readonly lanes: readonly Lane[];
  readonly height: number;
}

const margin = { left: 64, right: 14, top: 8, bottom: 26 };

/** Height of a chart with its lanes. */
export const chartHeight = ({ height, lanes }: SvgChart): number => height + lanes.length * laneHeight;

/** Where a chart's plot lies, and how steps and values map to it. */
export function plotAreaOf({ from, to, domain, log, lanes, ...chart }: SvgChart, width: number) {
  const height = chartHeight({ from, to, domain, log, lanes, ...chart });
  const [left, right, bottom] = [margin.left, width - margin.right, height - margin.bottom];
  const top = margin.top + lanes.length * laneHeight;
  const x = scaleLinear()
    .domain(from === to ? [from - 1, to + 1] : [from, to])
    .range([left, right]);
  const y = (log ? scaleLog() : scaleLinear()).domain(widened(domain, log)).range([bottom, top]).clamp(true);
  return { x, y, left, right, top, bottom } satisfies PlotArea;
}

/** The content of a chart, `width` × `chartHeight` user units. Values outside the domain are clipped at its edge. */
export function chartContent(chart: SvgChart, width: number): string {
  const { log, marks, lanes } = chart;
  const height = chartHeight(chart);
  const narrow = width < 600;
  const plotArea = plotAreaOf(chart, width);
  const { x, y, left, right } = plotArea;
  const ticks = log ? logTicks(y.ticks(), 7) : y.ticks(5);
  const grid = ticks.map((value) => {
    const at = round(y(value));
    return `<path class="grid" d="M${left} ${at}H${right}"/><text class="tick" x="${left - 8}" y="${at + 4}" text-anchor="end">${short(value)}</text>`;
  });
  const steps = x
    .ticks(narrow ? 3 : 6)
    .filter(Number.isInteger)
    .map((step) => {
      const anchor = x(step) > right - 30 ? 'end' : 'middle';
      const at = anchor === 'end' ? right + margin.right - 2 : round(x(step));
      return `<text class="tick" x="${at}" y="${height - 8}" text-anchor="${anchor}">${stepLabel(step, narrow)}</text>`;
    });
  const rows = lanes.map((lane, i) => svgLane(lane, 4 + i * laneHeight, x));
  return `${marks
    .filter(({ kind }) => kind === 'shade')
    .map((mark) => svgMark(mark, plotArea))
    .join('')}${grid.join('')}${steps.join('')}<text class="tick" x="2" y="${height - 8}">step</text>${marks
    .filter(({ kind }) => kind !== 'shade')
    .map((mark) => svgMark(mark, plotArea))
    .join('')}${rows.join('')}`;
}

/** The chart as an SVG element that scales with the page. */
export const svgChart = (chart: SvgChart, width: number): string =>
  `<svg viewBox="0 0 ${width} ${chartHeight(chart)}" role="img" aria-label="${escapeHtml(chart.label)}">${chartContent(chart, width)}</svg>`;
