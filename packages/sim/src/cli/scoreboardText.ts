import pc from 'picocolors';
import { count, plural } from '../numbers.js';
import type { Case } from '../scoreboard/cases.js';
import type { Contestant } from '../scoreboard/contestant.js';
import { patienceOf } from '../scoreboard/contestants.js';
import { plateauStart, type Score } from '../scoreboard/score.js';
import { table } from './table.js';

/** One case's scores, in the order of the contestants. */
export interface CaseScores {
  readonly case: Case;
  readonly scores: readonly Score[];
}

const percent = (value: number | null) =>
  value === null ? '–' : `${value === 0 || value === 100 ? value : value.toFixed(1)} %`;
const patiences = (value: number) => (Number.isFinite(value) ? value.toFixed(2) : 'never');

/** What `fastface scoreboard` prints: a table for each scheduler. */
export function scoreboardText(
  contestants: readonly Contestant[],
  results: readonly CaseScores[],
  steps: number,
  seeds: number,
): string {
  const tables = contestants.map(({ name, setUp }, i) => {
    const head = ['case', 'false alarms', 'plateaus found', 'delay, median', 'delay, 99 %'];
    const rows = results.map(({ case: one, scores }) => {
      const { falsePercent, foundPercent, medianDelay, lateDelay } = scores[i]!;
      return [
        one.name,
        percent(falsePercent),
        percent(foundPercent),
        patiences(medianDelay),
        patiences(lateDelay),
      ];
    });
    return [`${pc.bold(name)}  ${setUp}`, ...table([head, ...rows]).map((line) => `  ${line}`)].join('\n');
  });
  const about = results.map(({ case: one }) => `  ${one.name.padEnd(19)} ${one.about}`);
  const notes = [
    `${plural(seeds, 'seed')} of ${count(steps)} iterations; a patience is ${count(patienceOf(steps))} of them, a twentieth.`,
    'False alarms: runs that fall throughout, by twice the noise in each patience, and whose rate was lowered.',
    `Plateaus: runs that fall for ${100 * plateauStart} % and then stay; found if the rate is lowered within 4 patiences.`,
    'Delays: from the start of the plateau to the reduction, in patiences.',
    ...contestants
      .filter(({ name }) => name === 'growing-haar' || name === 'fastface-auto')
      .map(
        ({ name }) =>
          `${name} asks whether the rest of the run is worth the rate, which at last it never is: that counts as a false alarm here.`,
      ),
  ];
  return [...tables, pc.dim([...notes, ...about].join('\n'))].join('\n\n');
}
