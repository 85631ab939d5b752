import results from './arenaOpen.json' with { type: 'json' };
import type { Figure } from './figure.js';
import { schedulerColor } from './regretDots.js';

const count = (value: number) => Math.round(value).toLocaleString('en');
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

type OpenTask = (typeof results.tasks)[number];

/** One task: the best fixed schedule's metric against its length, and where the default ended. */
function panel({ task, curve, ended, metric }: OpenTask, width: number, x0: number, y0: number): string {
  const [left, right, top, bottom] = [x0 + 8, x0 + width - 14, y0 + 24, y0 + 116];
  const [first, last] = [curve[0]!.updates, curve.at(-1)!.updates];
  const metrics = [...curve.map((point) => point.metric), metric];
  const [low, high] = [Math.min(...metrics), Math.max(...metrics)];
  const x = (updates: number) =>
    Number((left + ((right - left) * Math.log(updates / first)) / Math.log(last / first)).toFixed(1));
  const y = (value: number) => Number((bottom - ((bottom - top) * (value - low)) / (high - low)).toFixed(1));
  const path = curve.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.updates)} ${y(point.metric)}`);
  const ticks = [first, last].map(
    (updates, i) =>
      `<text class="tick" x="${x(updates)}" y="${bottom + 18}" text-anchor="${i === 0 ? 'start' : 'end'}">${count(updates)}</text>`,
  );
  const dots = curve.map(
    (point) => `<circle fill="currentColor" cx="${x(point.updates)}" cy="${y(point.metric)}" r="2.5"/>`,
  );
  return `<text class="tick" x="${left}" y="${y0 + 12}">${task}</text><path class="grid" d="M${left} ${bottom + 4}H${right}"/>${ticks.join('')}<g class="c${schedulerColor('wsd-20')}"><path class="line" d="${path.join('')}"/>${dots.join('')}</g><g class="c${schedulerColor('fastface-auto')}"><circle fill="currentColor" cx="${x(mean(ended))}" cy="${y(metric)}" r="5.5"/></g>`;
}

/** Length unknown: test metric against updates. */
export const arenaOpen: Figure = {
  caption:
    'Test metric against the length of the training, logarithmic, mean over seeds; less is better. Line: the best fixed schedule told that length. Blue dot: where fastface-auto, told no length, ended the training.',
  controls: [],
  draw(_, width) {
    const columns = width < 600 ? 2 : 3;
    const [wide, high] = [width / columns, 146];
    const { tasks } = results;
    const panels = tasks.map((one, i) =>
      panel(one, wide, (i % columns) * wide, Math.floor(i / columns) * high),
    );
    const said = tasks.map(({ task, ended, most }) => `${task} ${count(mean(ended))} of ${count(most)}`);
    return {
      svg: `<svg viewBox="0 0 ${width} ${Math.ceil(tasks.length / columns) * high}" role="img" aria-label="Test metric against updates where the length is unknown">${panels.join('')}</svg>`,
      text: `Updates: ${said.join(', ')}.`,
    };
  },
};
