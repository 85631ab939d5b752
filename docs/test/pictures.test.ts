import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chooseSegment,
  comparisonOf,
  contextOf,
  findScheduler,
  iterationsOf,
  readErrorLine,
  readTrace,
  replay,
} from '@fastface/sim/browser';
import { expect, test } from 'vitest';
import { figureSvg } from '../../packages/sim/src/report/figure.js';
import { light } from '../../packages/sim/src/report/palette.js';
import { startOf } from '../figures/figure.js';
import { figures } from '../figures/figures.js';
import { pictureStyle } from '../figures/pictureStyle.js';
import { workspace } from '../site/folders.js';

/**
 * Every figure of the site, and one of a report, as files beside this test: a change of what is drawn shows in review. Where
 * it is meant: `npx vitest run docs/test/pictures.test.ts -u`, and look at the files.
 */
const lines = (svg: string) => `${svg.replace(/></g, '>\n<')}\n`;
const folder = join(workspace, 'docs/test/pictures');
const pictures = Object.entries(figures).flatMap(([name, figure]) => {
  const parts = figure.draw(startOf(figure), 360).svg.match(/<svg [\s\S]*?<\/svg>/g)!;
  return parts.map(
    (svg, i) => [`${name}${parts.length > 1 ? `-${i + 1}` : ''}.svg`, standalone(svg)] as const,
  );
});
const report = 'report.svg';

/** A figure that any viewer shows, an element a line. */
function standalone(svg: string): string {
  const head = `<style>${pictureStyle}</style><rect x="-9999" y="-9999" width="99999" height="99999" fill="${light.paper}"/>`;
  return lines(
    svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ').replace(/^<svg [^>]*>/, `$&${head}`),
  );
}

test.each(pictures)('%s is as it was reviewed', async (name, svg) => {
  await expect(svg).toMatchFileSnapshot(join(folder, name));
});

test('a report’s picture is as it was reviewed', async () => {
  const trace = join(workspace, 'packages/sim/traces/synthetic-quadratic.jsonl');
  const read = await readTrace(trace, [readFileSync(trace)]);
  if (!read.ok) throw new Error(readErrorLine(read.problem));
  const chosen = chooseSegment(read.value, undefined);
  if (!chosen.ok) throw new Error(chosen.problem);
  const iterations = iterationsOf(chosen.value.segment);
  const context = contextOf(chosen.value.segment, iterations);
  const replays = ['fastface-auto', 'fastface-steps', 'cosine'].map((name) =>
    replay(findScheduler(name)!.make({}, context), {}, iterations),
  );
  const svg = figureSvg(comparisonOf(read.value, chosen.value, iterations, replays));
  await expect(lines(svg)).toMatchFileSnapshot(join(folder, report));
});

test('no picture is left over', () => {
  expect(readdirSync(folder).sort()).toEqual([report, ...pictures.map(([name]) => name)].sort());
});
