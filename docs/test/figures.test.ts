import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import arena from '../figures/arena.json' with { type: 'json' };
import { shareOf, startOf, valueAtShare } from '../figures/figure.js';
import { figureHtml } from '../figures/figureHtml.js';
import { figures } from '../figures/figures.js';

describe.each(Object.entries(figures))('figure %s', (name, figure) => {
  test('is drawn the same each time, for a desk and for a phone', () => {
    expect(figureHtml(name)).toBe(figureHtml(name));
    expect(figureHtml(name).match(/<svg /g)!.length % 2).toBe(0);
    expect(figureHtml(name)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test.each(figure.controls.map((control) => [control.name, control] as const))(
    '%s moves it',
    (_, control) => {
      const drawn = [0, 0.25, 0.5, 0.75, 1].map((share) => {
        const value = valueAtShare(control, share);
        expect(Math.abs(shareOf(control, value) - share)).toBeLessThan(0.35);
        return figure.draw({ ...startOf(figure), [control.name]: value }, 360);
      });
      expect(new Set(drawn.map(({ svg, text }) => svg + text)).size).toBeGreaterThan(2);
      for (const { svg, text } of drawn) expect(svg + text).not.toMatch(/NaN|Infinity|undefined/);
    },
  );
});

test('the figure of the seed says what the design found: the published seed is off by a thousand thresholds', () => {
  const { text } = figures.seed!.draw({ alpha: 0.001, sigma: 1 }, 760);
  const [, times] = /, ([\d,]+) times λ/.exec(text)!;
  expect(Number(times!.replace(',', ''))).toBeGreaterThan(500);
});

test('the figure of rounding: the cascade is far below the recurrence', () => {
  const { text } = figures.rounding!.draw({ alpha: 0.001 }, 760);
  const [recurrence, cascade] = text.match(/[\d.]+e-\d+/g)!.map(Number);
  expect(cascade).toBeLessThan(1e-13);
  expect(recurrence! / cascade!).toBeGreaterThan(100);
});
describe('the figure of simulation', () => {
  const said = (cutAt: number, factor: number, seed: number) => {
    const { text } = figures.simulation!.draw({ cutAt, factor, seed }, 760);
    return { text, off: Number(/([\d.]+) % off/.exec(text)![1]) };
  };

  test('expects other schedules within a tenth, and another seed of its own within a twentieth', () => {
    for (const seed of [2, 3, 4]) {
      expect(said(0.5, 0.3, seed).off).toBeLessThan(5);
      for (const [cutAt, factor] of [
        [0.25, 0.1],
        [0.1, 0.5],
        [0.3, 0.2],
      ] as const) {
        expect(said(cutAt, factor, seed).off).toBeLessThan(10);
        expect(said(cutAt, factor, seed).text).not.toContain('extrapolates');
      }
    }
  });

  test('says that it extrapolates where it does, and is off by more there', () => {
    const { text, off } = said(0.95, 1, 2);
    expect(text).toContain('1.5 times those of the run that the model saw: it extrapolates');
    expect(off).toBeGreaterThan(10);
  });
});

test('the README has the figures of the arena’s results', () => {
  const row = readFileSync('README.md', 'utf8')
    .split('\n')
    .find((line) => line.includes('`npm run arena`'))!;
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const regret = (name: string) =>
    arena.all.standings.find(({ contestant }) => contestant === name)!.meanRegret;
  const { value, low, high } = regret('fastface-auto');
  const bestFixed = arena.all.standings.find(({ fixed }) => fixed)!.meanRegret.value;
  expect(row).toContain(
    `\`fastface-auto\` ${percent(value)} (95 %: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}), best fixed schedule ${percent(bestFixed)}, ` +
      `straight line ${percent(regret('linear').value)}, constant ${percent(regret('constant').value)}, the default before (\`fastface-steps\`) ${percent(regret('fastface-steps').value)}`,
  );
});
