import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';
import { figurePng } from '../../packages/sim/src/report/figurePng.js';
import { light } from '../../packages/sim/src/report/palette.js';
import { svgStyle } from '../../packages/sim/src/report/svgMarks.js';
import { arenaRegret } from '../figures/arena.js';
import { output } from './folders.js';

/** The picture that other sites show beside a link to this one: 1200 × 630 pixels. */
export const previewFile = 'assets/preview.png';

/** Draws it from the arena's results, with the first page's own description. */
export function writePreview(description: string): void {
  const chart = arenaRegret
    .draw({}, 680)
    .svg.replace('<svg ', '<svg x="20" y="104" width="560" height="200" ');
  const colors = light.series.map((color, i) => `.c${i}{color:${color}}`).join('');
  const style = `text{font-family:"DejaVu Sans";fill:${light.ink}}.grid{stroke:${light.line}}.tick{fill:${light.faint};font-size:12px}${svgStyle}${colors}`;
  const text = (y: number, size: number, line: string) =>
    `<text x="24" y="${y}" style="font-size:${size}px">${escapeHtml(line)}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 315"><style>${style}</style><rect width="600" height="315" fill="${light.paper}"/>${text(38, 26, 'FastFace')}${linesOf(
    description,
    68,
  )
    .slice(0, 2)
    .map((line, i) => text(62 + 19 * i, 14, line))
    .join(
      '',
    )}${text(100, 11, 'Mean regret of real trainings under each schedule; less is better')}${chart}</svg>`;
  writeFileSync(join(output, previewFile), figurePng(svg));
}

/** The words in lines of at most `most` letters. */
function linesOf(text: string, most: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
