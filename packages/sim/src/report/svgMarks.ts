import { area, line } from 'd3-shape';

/** Style of the marks of an SVG chart. The surrounding page or figure sets the colours of `c0`, `c1`, …. */
export const svgStyle = `
.line,.steps,.recorded,.level,.parted{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round}
.steps,.recorded,.level,.parted{stroke-linecap:butt}
.steps{stroke-width:2}
.recorded{stroke-width:6;opacity:.45}
.band{fill:currentColor;opacity:.3}
.parted{stroke-dasharray:1 3;stroke-width:1.5}
.tickmark,.diamond{fill:currentColor}
`;

/** One mark of a chart. `kind` names its class in the page's style; `color` is 0, 1, 2, … of the palette. */
export type Mark =
  | LineMark
  | {
      readonly kind: 'band';
      readonly color: number;
      readonly points: readonly (readonly [step: number, low: number, high: number])[];
    }
  | { readonly kind: 'shade'; readonly from: number; readonly to: number }
  /** The first step at which a scheduler's rate differs from the recorded one. */
  | { readonly kind: 'parted'; readonly color: number; readonly step: number };

/** A line through points. */
export interface LineMark {
  readonly kind: 'line' | 'steps' | 'recorded' | 'level';
  readonly color: number;
  readonly dash?: readonly number[];
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** Position of a chart's plot area, and the mapping of steps and values to it. */
export interface PlotArea {
  readonly x: (step: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** To a tenth of a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** A mark as SVG. */
export function svgMark(mark: Mark, { x, y, top, bottom }: PlotArea): string {
  switch (mark.kind) {
    case 'line':
    case 'steps':
    case 'recorded':
    case 'level': {
      const path = line<readonly [number, number]>(
        ([step]) => round(x(step)),
        ([, value]) => round(y(value)),
      ).defined(([, value]) => Number.isFinite(value))(mark.points);
      const dash = mark.dash?.length ? ` stroke-dasharray="${mark.dash.join(' ')}"` : '';
      return `<path class="${mark.kind} c${mark.color}"${dash} d="${path ?? ''}"/>`;
    }
    case 'band': {
      const path = area<readonly [number, number, number]>()
        .defined(([, low]) => Number.isFinite(low))
        .x(([step]) => round(x(step)))
        .y0(([, low]) => round(y(low)))
        .y1(([, , high]) => round(y(high)))(mark.points);
      return `<path class="band c${mark.color}" d="${path ?? ''}"/>`;
    }
    case 'shade': {
      const width = round(Math.max(x(mark.to) - x(mark.from), 0.5));
      return `<rect class="shade" x="${round(x(mark.from))}" y="${top}" width="${width}" height="${bottom - top}"/>`;
    }
    case 'parted':
      return `<path class="parted c${mark.color}" d="M${round(x(mark.step))} ${top}V${bottom}"/>`;
  }
}

/** Height of a lane of changes above a plot. */
export const laneHeight = 9;

/** The changes of one scheduler, in a separate lane above the plot. */
export interface Lane {
  readonly color: number;
  readonly steps: readonly number[];
  readonly parted: number | null;
}

/**
 * Ticks at the changes. Ticks in neighbouring pixels are joined to a bar, so the size is limited by the width of the
 * chart. A diamond marks the step at which the scheduler diverges from the record.
 */
export function svgLane({ color, steps, parted }: Lane, top: number, x: (step: number) => number): string {
  const bars: [from: number, to: number][] = [];
  for (const step of steps) {
    const at = Math.round(x(step));
    const last = bars.at(-1);
    if (last && at <= last[1] + 1) last[1] = Math.max(at, last[1]);
    else bars.push([at, at]);
  }
  const path = bars
    .map(([from, to]) => `M${from - 0.5} ${top}h${to - from + 1}v6h-${to - from + 1}z`)
    .join('');
  const ticks = path === '' ? '' : `<path class="tickmark c${color}" d="${path}"/>`;
  if (parted === null) return ticks;
  return `${ticks}<path class="diamond c${color}" d="M${round(x(parted))} ${top - 2}l5 5l-5 5l-5 -5z"/>`;
}
