import type uPlot from 'uplot';
import type { PageLane } from '../src/report/pageData.js';
import { color } from './theme.js';

/** Height of a lane of ticks, CSS pixels. */
export const laneHeight = 9;

/** Shades the stretches in which a scheduler was stationary, below everything else. */
export function drawShades(u: uPlot, stretches: readonly (readonly [from: number, to: number])[]): void {
  const { left, top, width, height } = u.bbox;
  u.ctx.fillStyle = color('shade');
  for (const [from, to] of stretches) {
    const a = Math.max(u.valToPos(from, 'x', true), left);
    const b = Math.min(u.valToPos(to, 'x', true), left + width);
    if (b >= left && a <= left + width) u.ctx.fillRect(a, top, Math.max(b - a, 1), height);
  }
}

/**
 * A lane of ticks above the plot for the changes of each scheduler, one tick a pixel at most; and from a diamond in
 * it a dotted line down, where the scheduler's rate first differs from the recorded one.
 */
export function drawLanes(u: uPlot, lanes: readonly PageLane[]): void {
  const { left, top, width } = u.bbox;
  const ratio = devicePixelRatio;
  u.ctx.save();
  lanes.forEach((lane, i) => {
    const y = top - (lanes.length - i) * laneHeight * ratio - ratio;
    u.ctx.fillStyle = color(`c${lane.color}`);
    let before = -1;
    for (const step of lane.steps) {
      const x = Math.round(u.valToPos(step, 'x', true));
      if (x === before || x < left || x > left + width) continue;
      before = x;
      u.ctx.fillRect(x - ratio / 2, y, ratio, 6 * ratio);
    }
    drawParting(u, lane, y + 3 * ratio);
  });
  u.ctx.restore();
}

/** The dotted line of `drawLanes`, and its diamond where `y` says at which height. */
export function drawParting(u: uPlot, { parted, ...lane }: PageLane, y: number | null): void {
  if (parted === null) return;
  const { left, top, width, height } = u.bbox;
  const ratio = devicePixelRatio;
  const x = u.valToPos(parted, 'x', true);
  if (x < left - 1 || x > left + width + 1) return;
  u.ctx.strokeStyle = u.ctx.fillStyle = color(`c${lane.color}`);
  u.ctx.lineWidth = 1.5 * ratio;
  u.ctx.setLineDash([ratio, 3 * ratio]);
  u.ctx.beginPath();
  u.ctx.moveTo(x, y ?? top);
  u.ctx.lineTo(x, top + height);
  u.ctx.stroke();
  if (y === null) return;
  const size = 5 * ratio;
  u.ctx.beginPath();
  u.ctx.moveTo(x, y - size);
  u.ctx.lineTo(x + size, y);
  u.ctx.lineTo(x, y + size);
  u.ctx.lineTo(x - size, y);
  u.ctx.fill();
}
