import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';
import { schedulerColors } from '../../packages/sim/src/report/palette.js';
import type { Figure } from './figure.js';
import results from './scoreboard.json' with { type: 'json' };

/** Length whose scores are shown, in iterations. */
const steps = 10_000;

/** Where the dots of those lie that never find most plateaus, in patiences. */
const never = 2.6;
const mostDelay = 2.8;

/** Delay against false reductions: a dot a scheduler, those with the same scores in one. */
export const scoreboard: Figure = {
  caption:
    'False reductions while the loss falls, and the median delay after a plateau begins; twenty kinds of losses together, runs of 10,000 iterations. Best is at the lower left. The vertical axis is a square root, which parts the small figures.',
  controls: [],
  draw(_, width) {
    const { scores } = results.byLength.find((one) => one.steps === steps)!;
    const narrow = width < 600;
    const [left, right, top, bottom] = [48, width - 16, 14, 250];
    const x = (delay: number | null) => left + ((right - left) * (delay ?? never)) / mostDelay;
    const y = (percent: number) => bottom - ((bottom - top) * Math.sqrt(percent)) / Math.sqrt(60);
    const text = (at: number, height: number, words: string, anchor = 'middle') =>
      `<text class="tick" x="${at.toFixed(1)}" y="${height.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
    const rows = [0, 1, 5, 10, 20, 40, 60].map(
      (percent) =>
        `<path class="grid" d="M${left} ${y(percent).toFixed(1)}H${right}"/>${text(left - 6, y(percent) + 4, `${percent} %`, 'end')}`,
    );
    const columns = [0, 0.5, 1, 1.5, 2].map((delay) => text(x(delay), bottom + 18, String(delay)));
    columns.push(text(x(null), bottom + 18, narrow ? 'never' : 'mostly never'));
    const colors = schedulerColors(scores.map(({ contestant }) => contestant));
    const dots = together(scores).map(({ names, at, score }) => {
      const [cx, cy] = [x(score.medianDelay), y(score.falsePercent)];
      const words = names.map((name) => name.replace('-reduce-on-plateau', '')).join(', ');
      return { cx, cy, color: colors[at]!, words, wide: 8 * words.length };
    });
    const close = (a: number, b: number) => Math.abs(a - b) < 14;
    const placed: ((typeof dots)[number] & { after: boolean; low: number })[] = [];
    for (const dot of [...dots].sort((a, b) => b.cx - a.cx)) {
      const { cx, cy, wide } = dot;
      // A name stands to the right of its dot, unless it would leave the picture or reach the next dot.
      const blocked = dots.some((other) => other.cx > cx && other.cx < cx + wide + 24 && close(other.cy, cy));
      const after = cx + wide + 10 < right && !blocked;
      const [from, to] = after ? [cx + 10, cx + 10 + wide] : [cx - 10 - wide, cx - 10];
      let low = cy;
      const meets = (one: (typeof placed)[number]) => {
        const [left, end] = one.after
          ? [one.cx + 10, one.cx + 10 + one.wide]
          : [one.cx - 10 - one.wide, one.cx - 10];
        return from < end && to > left && close(one.low, low);
      };
      const covers = (other: (typeof dots)[number]) =>
        other !== dot && other.cx > from - 6 && other.cx < to + 6 && Math.abs(other.cy - low) < 12;
      while (placed.some(meets) || dots.some(covers)) low -= 15;
      placed.push({ ...dot, after, low });
    }
    const marks = placed.map(
      ({ cx, cy, color, after, words, low }) =>
        `<g class="c${color}"><circle fill="currentColor" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="6"/><text class="label" x="${(cx + (after ? 10 : -10)).toFixed(1)}" y="${(low + 4).toFixed(1)}" text-anchor="${after ? 'start' : 'end'}">${escapeHtml(words)}</text></g>`,
    );
    const said = scores.find(({ contestant }) => contestant === 'fastface-steps')!;
    return {
      svg: `<svg viewBox="0 0 ${width} ${bottom + 42}" role="img" aria-label="Delay against false reductions">${rows.join('')}${columns.join('')}${text((left + right) / 2, bottom + 36, 'median delay, in patiences')}${marks.join('')}</svg>`,
      text: `fastface-steps: ${said.falsePercent} % of the falling runs, ${said.medianDelay} patiences.`,
    };
  },
};

type Score = (typeof results.byLength)[number]['scores'][number];

/** The scores with the names of those that have them, and the place of the first. */
function together(scores: readonly Score[]): { names: string[]; at: number; score: Score }[] {
  const found = new Map<string, { names: string[]; at: number; score: Score }>();
  scores.forEach((score, at) => {
    const key = `${score.falsePercent} ${score.medianDelay}`;
    const known = found.get(key);
    if (known) known.names.push(score.contestant);
    else found.set(key, { names: [score.contestant], at, score });
  });
  return [...found.values()];
}
