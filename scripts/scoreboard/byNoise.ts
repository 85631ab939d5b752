import { score, scoreboardCases } from '@fastface/sim';
import { everyone, names } from './contestants.js';
import { runsOf } from './options.js';
import { cell, table } from './page.js';

const decades = [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000];

/** The same runs in other units: six decades of noise. */
export function byNoise(): string {
  const rows = decades.map((sigma) => [
    String(sigma),
    ...score(everyone(1e4), scoreboardCases[0]!, { steps: 1e4, sigma }, runsOf(100)).map(cell),
  ]);
  return `## Everyone, by noise

10,000 iterations, falling slowly, the flat level at 3: the same runs in other units but for the level.

${table(['σ', ...names], rows)}`;
}
