import { existsSync, readFileSync } from 'node:fs';
import type { Comparison } from '../comparison.js';
import { drawnSchedulers } from './drawnSchedulers.js';
import { escapeHtml, jsonForHtml } from './escapeHtml.js';
import { htmlDocument } from './htmlDocument.js';
import { pack } from './packed.js';
import { pageData } from './pageData.js';
import { panelFigures } from './pageParts.js';
import { panels } from './panels.js';
import { style } from './style.js';
import {
  decisionTable,
  factList,
  noteList,
  parameterTable,
  stationaryTable,
  summaryTable,
} from './tables.js';

/** The script for the page's interactive charts, without imports, and its style. */
interface PageScript {
  readonly script: string;
  readonly style: string;
}

/** Output paths of the build. */
const built = {
  script: new URL('./page.js', import.meta.url),
  style: new URL('./page.css', import.meta.url),
};

/**
 * The bundle from `npm run build`. When running from source without a build, it is bundled on demand, which takes
 * about 50 ms.
 */
async function pageScript(): Promise<PageScript> {
  if (existsSync(built.script))
    return { script: readFileSync(built.script, 'utf8'), style: readFileSync(built.style, 'utf8') };
  const source = new URL('../../page/bundle.ts', import.meta.url).href;
  const { bundlePage } = (await import(/* @vite-ignore */ source)) as { bundlePage(): Promise<PageScript> };
  return bundlePage();
}

/**
 * A self-contained page without network requests. The charts are SVG for print and for browsers without scripts. Its
 * only script, allowed by hash in the page's policy, replaces them with zoomable charts of all records, which are
 * packed into the page. All text from the log is escaped.
 */
export async function htmlReport(comparison: Comparison, command: string): Promise<string> {
  const name = comparison.file.split(/[\\/]/).at(-1)!;
  const page = await pageScript();
  const { steps, losses } = comparison.segment;
  return htmlDocument({
    title: `${name} – FastFace replay`,
    style: style + page.style,
    command,
    data: { data: jsonForHtml(pageData(comparison)), records: jsonForHtml(pack(steps, losses)) },
    script: page.script,
    body: `<header><h1>${escapeHtml(name)}</h1>${factList(comparison)}${noteList(comparison)}</header>
${caution(comparison)}
${key(comparison)}
<div class="controls"></div>
${panelFigures((width) => panels(comparison, width), true)}
<h2>What each scheduler would have done</h2>${summaryTable(comparison)}
${stationaryTable(comparison)}
<h2>Decisions</h2>${decisions(comparison)}
<h2>Parameters</h2>${parameterTable(comparison)}`,
  });
}

const caution = ({ summary }: Comparison): string =>
  `<p class="caution">Replay is open loop: the losses are those of the rates that the run really used. ${
    summary.hasLearningRate
      ? 'A scheduler’s decisions up to the step where its rate first differs from the recorded one, marked ◆ with a dotted line, are what it would have decided; the later ones only show what it makes of these losses.'
      : 'The log does not say which; where a scheduler’s rate would first have differed from it is unknown, and its later decisions only show what it makes of these losses.'
  }</p>`;

function key(comparison: Comparison): string {
  const record = comparison.summary.hasLearningRate ? 'recorded: what the run really did' : 'recorded loss';
  const items = drawnSchedulers(comparison).map(
    ({ label, color }) => `<li class="c${color}">replayed: ${escapeHtml(label)}</li>`,
  );
  return `<ul class="key"><li class="c0">${record}</li>${items.join('')}</ul><p>Ticks above a picture: where the scheduler of that colour would have changed the rate.</p>`;
}

function decisions(comparison: Comparison): string {
  const drawn = drawnSchedulers(comparison);
  return comparison.replays
    .map((replay) => {
      const color = drawn.find(({ replays }) => replays.includes(replay))!.color;
      return decisionTable(comparison, replay, color);
    })
    .join('\n');
}
