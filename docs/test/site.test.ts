import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { schedulerColors } from '../../packages/sim/src/report/palette.js';
import { folded } from '../../scripts/scoreboard/page.js';
import { resultsOf } from '../../scripts/scoreboard/results.js';
import { arenaRegret } from '../figures/arena.js';
import results from '../figures/scoreboard.json' with { type: 'json' };
import { commandsIn } from '../site/commandPages.js';
import { input } from '../site/folders.js';
import { peerHead, peerRows } from '../site/peerRows.js';
import { githubPage } from '../site/project.js';
import { entriesOf } from '../site/search.js';

const scoreboard = readFileSync(join(input, 'scoreboard.md'), 'utf8');

describe('results', () => {
  test('the scoreboard’s figures are those of its page', () => {
    expect(results).toEqual(resultsOf(scoreboard));
    expect(results.byLength.map(({ steps }) => steps)).toContain(10_000);
  });

  test('its long tables are folded, and only once', () => {
    expect(scoreboard.match(/<details>/g)!.length).toBeGreaterThan(8);
    expect(folded('| a |\n| --- |\n| 1 |\n')).not.toContain('details');
    expect(folded(`| a |\n| --- |\n${'| 1 |\n'.repeat(7)}`)).toMatch(
      /^<details><summary>Table of 7 rows<\/summary>\n\n\|/,
    );
  });

  test('the peers have what the results say of them', () => {
    const rows = peerRows();
    for (const row of rows) expect(row).toHaveLength(peerHead.length);
    const dlib = rows.find(([name]) => name === 'dlib')!;
    expect(Number(dlib[3])).toBe(results.cost['dlib-slope']);
    expect(rows.find(([name]) => name === 'cosine')![6]).toMatch(/^[\d.]+\u00a0%$/);
  });
});

describe('colours', () => {
  test('are the same for a scheduler alone and among others, as in the arena’s figure', () => {
    const { svg } = arenaRegret.draw({}, 760);
    const drawn = [...svg.matchAll(/text-anchor="end">([\w-]+)<\/text><g class="c(\d)">/g)];
    expect(drawn).toHaveLength(8);
    for (const [, name, color] of drawn) expect(schedulerColors([name!])).toEqual([Number(color)]);
    expect(schedulerColors(drawn.map(([, name]) => name!))).toEqual(
      drawn.map(([, , color]) => Number(color)),
    );
  });

  test('differ up to eight schedulers, whatever they are', () => {
    const names = ['mine', 'constant', 'keras-reduce-on-plateau', 'a', 'b', 'c', 'd', 'fastface-auto'];
    expect(new Set(schedulerColors(names)).size).toBe(8);
    expect(schedulerColors(names)[7]).toBe(1);
    for (const color of schedulerColors([...names, 'e', 'f'])) expect(color).toBeGreaterThan(0);
  });
});

test('commands are found in a help text, without help itself', () => {
  const help =
    'Usage: x\n\nCommands:\n  one [options] <a>  what\n                     more\n  two-b  what\n  help [command]  x\n\nExamples:\n  three\n';
  expect(commandsIn(help)).toEqual(['one', 'two-b']);
});

test.each([
  ['git+https://github.com/a/b.git', 'https://github.com/a/b'],
  ['github:a/b.c', 'https://github.com/a/b.c'],
  ['git+ssh://git@github.com/a/b.git', 'https://github.com/a/b'],
  ['https://example.org/a/b', null],
  [undefined, null],
])('%s is the page %s', (named, page) => expect(githubPage(named)).toBe(page));

test('a page is found by its sections', () => {
  const html =
    '<main id="content"><h1 id="t">A <em>page</em></h1><p>First &lt;words&gt;</p><h2 id="s">It&#x27;s</h2><p>Second</p><footer class="pager"></footer></main>';
  expect(entriesOf('a/b.html', html)).toMatchObject([
    { url: 'a/b.html', page: 'A page', heading: 'A page', text: 'First <words>' },
    { url: 'a/b.html#s', page: 'A page', heading: "It's", text: 'Second' },
  ]);
});
