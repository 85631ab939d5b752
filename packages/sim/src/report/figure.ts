import { count, plural } from '../cli/numbers.js';
import type { Comparison } from '../comparison.js';
import { drawnSchedulers } from './drawnSchedulers.js';
import { escapeHtml } from './escapeHtml.js';
import { light } from './palette.js';
import { panels } from './panels.js';
import { chartContent, chartHeight } from './svgChart.js';
import { svgStyle } from './svgStyle.js';

const width = 920;
const gap = 34;

/** The pictures of a comparison one above the other as one SVG file, on white: for a paper or a slide. */
export function figureSvg(comparison: Comparison): string {
  const { file, summary, replays } = comparison;
  const name = file.split(/[\\/]/).at(-1)!;
  const parts: string[] = [];
  const text = (y: number, style: string, words: string) =>
    parts.push(`<text class="${style}" x="14" y="${y}">${escapeHtml(words)}</text>`);
  let y = 30;
  text(y, 'title', shorten(name, 80));
  y += 20;
  text(y, 'note', facts(comparison));
  y = legend(comparison, y + 22, parts);
  for (const { title, chart } of panels(comparison, width)) {
    y += gap;
    text(y - 8, 'heading', shorten(title, 100));
    parts.push(`<g transform="translate(0 ${y})">${chartContent(chart, width)}</g>`);
    y += chartHeight(chart);
  }
  const caution =
    replays.length > 0 ? 'Replay is open loop: ◆ and dotted line, first step where a rate differs' : '';
  text(
    y + 18,
    'note',
    caution && summary.hasLearningRate
      ? `${caution} from the recorded one; later steps are conditional.`
      : 'Replay is open loop: the losses are those of the rates that the run really used.',
  );
  const height = y + 32;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${escapeHtml(name)}</title><style>${figureStyle}</style><rect width="${width}" height="${height}" fill="${light.paper}"/>${parts.join('\n')}</svg>\n`;
}

function facts({ format, lossName, summary, iterations }: Comparison): string {
  const { points, firstStep, lastStep } = summary;
  return shorten(
    `${format}, loss “${lossName}” · ${plural(points, 'record')} at steps ${count(firstStep)} to ${count(lastStep)} · ${plural(iterations.losses.length, 'iteration')}`,
    120,
  );
}

/** Names with their colours, in as many rows as it takes; returns where they end. */
function legend(comparison: Comparison, top: number, parts: string[]): number {
  const names = [
    { label: comparison.summary.hasLearningRate ? 'recorded run' : 'recorded loss', color: 0 },
    ...drawnSchedulers(comparison),
  ];
  let [x, y] = [14, top];
  for (const { label, color } of names) {
    const shown = shorten(label, 90);
    const wide = 40 + 7.5 * shown.length;
    if (x > 14 && x + wide > width) [x, y] = [14, y + 18];
    parts.push(
      `<rect class="c${color}" fill="currentColor" x="${x}" y="${y - 7}" width="18" height="4"/><text class="name" x="${x + 24}" y="${y}">${escapeHtml(shown)}</text>`,
    );
    x += wide;
  }
  return y;
}

/** At most so many characters. */
export const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** How a figure looks. */
export const figureStyle = `text{font-family:"DejaVu Sans",Verdana,sans-serif;fill:${light.ink}}
.title{font-size:18px;font-weight:bold}.heading{font-size:14px}.name{font-size:13px}.note{font-size:12px;fill:${light.faint}}
.tick{font-size:12px;fill:${light.faint}}
.grid{stroke:${light.line}}.shade{fill:${light.shade}}
${light.series.map((color, i) => `.c${i}{color:${color}}`).join('')}${svgStyle}`;
