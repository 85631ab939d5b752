import type { Comparison } from '../comparison.js';
import { drawnSchedulers } from './drawnSchedulers.js';
import { escapeHtml } from './escapeHtml.js';
import { htmlDocument } from './htmlDocument.js';
import { jsonForHtml } from './jsonForHtml.js';
import { pack } from './packed.js';
import { pageData } from './pageData.js';
import { pageScript } from './pageScript.js';
import { panels } from './panels.js';
import { stationaryTable } from './stationaryTable.js';
import { style } from './style.js';
import { svgChart } from './svgChart.js';
import { decisionTable, factList, noteList, parameterTable, summaryTable } from './tables.js';

/** Widths of the pictures for a desk and for a phone. */
const [wide, narrow] = [920, 360];

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
${figures(comparison)}
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

function figures(comparison: Comparison): string {
  const small = panels(comparison, narrow);
  return panels(comparison, wide)
    .map(({ key, title, note, chart }, i) => {
      const svg = (width: number, name: string, from = chart) =>
        svgChart(from, width).replace('<svg ', `<svg class="${name}" `);
      return `<h2>${escapeHtml(title)}</h2><p>${escapeHtml(note)}</p><figure>${svg(wide, 'wide')}${svg(narrow, 'narrow', small[i]!.chart)}<div class="plot" id="${key}"></div></figure>`;
    })
    .join('\n');
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
