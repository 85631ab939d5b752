import { type Score, score, scoreboardCases } from '@fastface/sim';
import { isNoiseless } from './byCase.js';
import { everyone, names } from './contestants.js';
import { lengths, quick, runsOf } from './options.js';
import { cell, table, together } from './page.js';

interface Scores {
  readonly steps: number;
  /** Of each case, in the order of the contestants. */
  readonly scores: readonly (readonly Score[])[];
}

const runsAt = (steps: number) => runsOf(Math.min(1000, Math.max(6, 2e6 / steps)));

/** Everyone on the same runs of every case, together by length, and case by case. */
export function againstPeers(): string {
  const all: Scores[] = lengths.map((steps) => {
    const contestants = everyone(steps);
    return {
      steps,
      scores: scoreboardCases.map((one) =>
        score(contestants, one, { steps }, isNoiseless(one.name) ? 1 : runsAt(steps)),
      ),
    };
  });
  const byLength = all.map(({ steps, scores }) => [
    String(steps),
    ...names.map((_, i) => cell(together(scores.map((of) => of[i]!)))),
  ]);
  const shown = all.filter(({ steps }) => (quick ? [1e3] : [1e3, 1e4, 1e5]).includes(steps));
  return [
    `## Everyone, by length

All cases together: false % · found % · median delay (a dash: most plateaus never found).

${table(['steps', ...names], byLength)}`,
    duels(all),
    ...shown.map(
      ({ steps, scores }) => `## Everyone, by case, ${steps} iterations

${table(
  ['case', ...names],
  scoreboardCases.map(({ name }, k) => [name, ...scores[k]!.map(cell)]),
)}`,
    ),
  ].join('\n\n');
}

/** Where each contestant is better than fastface-steps, and where it is worse, over all cases and lengths. */
function duels(all: readonly Scores[]): string {
  const cells = all.flatMap(({ scores }) => scores);
  const count = (i: number, better: (a: Score, b: Score) => boolean) =>
    cells.filter((of) => better(of[i]!, of[0]!)).length;
  const fewer = (a: Score, b: Score) => (a.falsePercent ?? 0) < (b.falsePercent ?? 0);
  const finds = (a: Score, b: Score) => a.foundPercent > b.foundPercent;
  const sooner = (a: Score, b: Score) => a.medianDelay < b.medianDelay;
  const flip =
    (test: typeof fewer): typeof fewer =>
    (a, b) =>
      test(b, a);
  const rows = names.slice(1).map((name, k) => {
    const pair = (test: typeof fewer) => `${count(k + 1, test)} : ${count(k + 1, flip(test))}`;
    return [name, pair(fewer), pair(finds), pair(sooner)];
  });
  return `## Against fastface-steps

In how many of the ${cells.length} pairs of case and length each is better : worse than fastface-steps on the same runs.

${table(['contestant', 'fewer false reductions', 'more plateaus found', 'smaller median delay'], rows)}`;
}
