import { type Score, score, scoreboardCases } from '@fastface/sim';
import { onlyAuto } from './contestants.js';
import { lengths, runsOf } from './options.js';
import { cell, table } from './page.js';

export interface ByCase {
  readonly steps: number;
  /** In the order of the cases. */
  readonly scores: readonly Score[];
}

/** Cases without noise are the same with every seed. */
export const isNoiseless = (name: string) => name === 'noiseless' || name === 'smooth';

/** fastface-steps on every case at every length. */
export const autoByCase = (): ByCase[] =>
  lengths.map((steps) => ({
    steps,
    scores: scoreboardCases.map(
      (one) =>
        score(
          onlyAuto(steps),
          one,
          { steps },
          isNoiseless(one.name) ? 1 : runsOf(Math.min(2000, Math.max(30, 1e7 / steps))),
        )[0]!,
    ),
  }));

export function byCasePart(all: readonly ByCase[]): string {
  const rows = scoreboardCases.map(({ name, about }, i) => [
    `${name}: ${about}`,
    ...all.map(({ scores }) => cell(scores[i]!)),
  ]);
  const runs = all.map(({ steps, scores }) => `${scores[0]!.runs} runs of ${steps}`).join(', ');
  return `## fastface-steps by case

False % · found % · median delay in patiences; ${runs} iterations.

${table(['case', ...all.map(({ steps }) => String(steps))], rows)}`;
}
