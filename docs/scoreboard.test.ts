import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { score, scoreboardCases } from '@fastface/sim';
import { describe, expect, test } from 'vitest';
import { onlyAuto } from '../scripts/scoreboard/contestants.js';
import { headline } from '../scripts/scoreboard/page.js';

const page = readFileSync(join(import.meta.dirname, 'scoreboard.md'), 'utf8');

/** The rows of the headline table, as numbers. */
const rows = page
  .slice(page.indexOf(`| ${headline.join(' | ')} |`))
  .split('\n\n')[0]!
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').slice(1, -1).map(Number))
  .map(([steps, , steepness, runs, falsePercent, foundPercent, median]) => ({
    steps: steps!,
    steepness: steepness!,
    runs: runs!,
    falsePercent: falsePercent!,
    foundPercent: foundPercent!,
    median: median!,
  }));

describe('the scoreboard page', () => {
  test('covers run lengths from 1e3 to 1e6', () => {
    expect(rows.map(({ steps }) => steps)).toEqual(expect.arrayContaining([1e3, 1e4, 1e5, 1e6]));
  });

  test.each(rows.filter(({ steps }) => steps <= 1e4))(
    'fastface-steps, $steps iterations, steepness $steepness: the figures can be had again',
    ({ steps, steepness, falsePercent, foundPercent, median }) => {
      const runs = steps < 1e4 ? 200 : 40;
      const again = score(onlyAuto(steps), scoreboardCases[0]!, { steps, steepness }, runs)[0]!;
      // Two standard errors of a share of some per mille, and half a window.
      expect(Math.abs(again.falsePercent! - falsePercent)).toBeLessThanOrEqual(2);
      expect(Math.abs(again.foundPercent - foundPercent)).toBeLessThanOrEqual(2);
      expect(Math.abs(again.medianDelay - median)).toBeLessThan(0.1);
    },
  );

  test('its claims: false reductions below 0.5 %, plateaus found above 99 %, delays below 2 and 1.5 windows', () => {
    for (const { steps, falsePercent, foundPercent, median } of rows) {
      expect(falsePercent).toBeLessThanOrEqual(0.5);
      expect(foundPercent).toBeGreaterThanOrEqual(99);
      expect(median).toBeLessThanOrEqual(steps < 1e4 ? 2 : 1.5);
    }
  });
});
