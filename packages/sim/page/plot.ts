import uPlot from 'uplot';
import { short } from '../src/numbers.js';
import { logTicks, logValues, stepLabel, widened } from '../src/report/ticks.js';
import { keyboardLegend } from './keyboardLegend.js';
import { color } from './theme.js';
import type { View } from './view.js';

/** What differs from one picture to the next. */
export interface PlotParts {
  readonly id: string;
  readonly label: string;
  readonly height: number;
  readonly lanes: number;
  readonly log: boolean;
  readonly series: readonly uPlot.Series[];
  readonly bands?: uPlot.Band[];
  /** Data for what is to be seen, from a step to a step, on some pixels. */
  readonly data: (from: number, to: number, pixels: number) => uPlot.AlignedData;
  /** Shown range of values, from the range of the data. */
  readonly range: (low: number, high: number) => [number, number];
  readonly below?: (u: uPlot) => void;
  readonly above?: (u: uPlot) => void;
}

/** A picture that can be shown anew, for another stretch or another width. */
export interface Plot {
  readonly show: () => void;
  readonly resize: () => void;
  readonly remove: () => void;
}

const font = '12px system-ui, sans-serif';

/** Draws a picture into the element of its id; the view says which stretch of the run is to be seen. */
export function plot(parts: PlotParts, view: View): Plot {
  const box = document.getElementById(parts.id)!;
  box.tabIndex = 0;
  box.role = 'group';
  box.ariaLabel = `${parts.label}. Arrow keys move, + and − zoom, 0 shows all.`;
  const axis: uPlot.Axis = {
    font,
    stroke: () => color('faint'),
    grid: { stroke: () => color('line'), width: 1 },
    ticks: { stroke: () => color('line'), width: 1, size: 4 },
  };
  const narrow = () => box.clientWidth < 600;
  const values = (u: uPlot) => parts.data(view.from, view.to, Math.max(50, u.width - 80));
  const options: uPlot.Options = {
    width: Math.max(200, box.clientWidth),
    height: parts.height + parts.lanes * 9,
    padding: [10 + parts.lanes * 9, 14, 0, 0],
    cursor: {
      drag: { x: true, y: false, setScale: false },
      focus: { prox: -1 },
      points: { size: 6 },
      sync: {
        key: 'steps',
        scales: ['x', null],
        filters: { pub: (type) => type.startsWith('mousem') || type === 'mouseleave' },
      },
      bind: {
        dblclick: () => () => {
          view.all();
          return null;
        },
      },
    },
    scales: {
      x: { time: false, auto: false, range: () => [view.from, view.to] },
      y: {
        distr: parts.log ? 3 : 1,
        range: (_, low, high) => widened(parts.range(low ?? Number.NaN, high ?? Number.NaN), parts.log),
      },
    },
    axes: [
      {
        ...axis,
        size: 30,
        space: () => (narrow() ? 70 : 90),
        incrs: [1, 2, 5]
          .flatMap((n) => Array.from({ length: 10 }, (_, k) => n * 10 ** k))
          .sort((a, b) => a - b),
        values: (_, splits) => splits.map((step) => stepLabel(step, narrow())),
      },
      {
        ...axis,
        size: 62,
        space: 26,
        // uPlot's own go on for ever where a small range does not begin at a power of ten.
        ...(parts.log
          ? {
              splits: (_: uPlot, __: number, low: number, high: number) => [
                ...logTicks(logValues(low, high), 7),
              ],
              filter: (_: uPlot, splits: number[]) => splits,
            }
          : {}),
        values: (_, splits) => splits.map((v) => (v === null ? '' : short(v))),
      },
    ],
    series: [
      { label: 'step', value: (_, step) => (step == null ? '–' : Math.round(step).toLocaleString('en-US')) },
      ...parts.series,
    ],
    bands: parts.bands ?? [],
    hooks: {
      drawClear: [(u) => parts.below?.(u)],
      draw: [(u) => parts.above?.(u)],
      setSelect: [
        (u) => {
          const { left, width } = u.select;
          if (width < 3) return;
          const range = [u.posToVal(left, 'x'), u.posToVal(left + width, 'x')] as const;
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          view.set(...range);
        },
      ],
    },
  };
  const first = parts.data(view.from, view.to, options.width - 80);
  const u = new uPlot(options, first, box);
  keyboardLegend(u.root);
  const show = () =>
    u.batch(() => {
      u.setData(values(u), false);
      u.setScale('x', { min: view.from, max: view.to });
    });
  const resize = () => {
    const width = Math.max(200, box.clientWidth);
    if (width === u.width) return u.redraw();
    u.setSize({ width, height: u.height });
    show();
  };
  return { show, resize, remove: () => u.destroy() };
}
