import { schedulerLaws } from '@fastface/core/testing';
import { readers, schedulers } from '@fastface/sim';
import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';
import network from '../compare/network.json' with { type: 'json' };
import findRate from '../figures/findRate.json' with { type: 'json' };
import { peerHead, peerRows } from './peerRows.js';

/** Tables that the code fills: what is in a registry is in the page. */
const tables: Readonly<Record<string, () => string>> = {
  formats: () =>
    table(
      'Log formats',
      ['format', 'what writes such logs'],
      readers.map(({ format, description }) => [code(format), escapeHtml(description)]),
    ),
  schedulers: () =>
    table(
      'Schedulers',
      ['scheduler', 'what it does', 'options, with their defaults'],
      schedulers.map(({ name, description, options }) => [
        code(name),
        escapeHtml(description),
        options
          .map(
            (option) =>
              `${code(option.name)}${option.default === null ? '' : ` ${escapeHtml(String(option.default))}`}`,
          )
          .join(', '),
      ]),
    ),
  'find-rate': () =>
    table(
      'Designs that look for the base rate',
      [
        'what is taken',
        'share of the run',
        'right where it was chosen',
        'right elsewhere',
        'chosen there',
        'mean regret elsewhere',
        'best rate over it, by task',
      ],
      findRate.results.map(({ design, share, chosenOn, reported, hindsight, spread }) => [
        escapeHtml(design),
        share === 0 ? 'none' : percent(share),
        percent(chosenOn.hits),
        percent(reported.hits),
        hindsight === null ? '' : percent(hindsight),
        percent(reported.regret),
        `× ${spread.map((factor) => Number(factor.toPrecision(2))).join(' to × ')}`,
      ]),
    ),
  'compare-network': () =>
    table(
      'The network of this page',
      ['what', 'value'],
      [
        ['trained on', `${count(network.images)} drawn pictures of ${count(network.people)} drawn people`],
        [
          'training',
          `${count(network.steps)} updates of ${network.batchSize} pictures, ${Math.round(network.seconds / 60)} minutes on two shared processor cores`,
        ],
        [
          'right about drawn people it never saw',
          `${(100 * network.accuracy).toFixed(1)} % of ${count(network.pairs)} pairs`,
        ],
        ['threshold', `${network.threshold.toFixed(2)}: the most accurate one on those pairs`],
        ['network', `${code(network.model)}, pictures of ${network.imageSize} × ${network.imageSize} pixels`],
        ['file', `${Math.round(network.bytes / 1000)} kB, safetensors of 16-bit floats`],
      ],
    ),
  peers: () => table('Peers', peerHead, peerRows()),
  laws: () =>
    table(
      'Laws of a scheduler',
      ['law', 'what it says'],
      schedulerLaws.map(({ name, statement }) => [escapeHtml(name), escapeHtml(statement)]),
    ),
};

/** What stands in a page for `<!-- table: NAME -->`. */
export function tableHtml(name: string): string {
  const found = tables[name];
  if (!found) throw new Error(`no table is called ${name}: docs/site/tables.ts`);
  return found();
}

const count = (value: number): string => value.toLocaleString('en');

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

const table = (label: string, head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = (row: readonly string[]) => row.map((cell) => `<td>${cell}</td>`).join('');
  const headings = head.map((cell) => `<th scope="col">${cell}</th>`).join('');
  return `<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${headings}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row)}</tr>`)
    .join('')}</tbody></table></div>`;
};
