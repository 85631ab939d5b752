import { type Score, scoreboardCases } from '@fastface/sim';
import type { ByCase } from './byCase.js';
import type { CostRatio } from './cost.js';
import { table } from './page.js';

interface Placed {
  readonly where: string;
  readonly steps: number;
  readonly score: Score;
}

const met = (yes: boolean) => (yes ? 'met' : '**missed**');

export const costGoalName = 'cost within twice fastface';

export const costGoal = ({ steps, auto, plain }: CostRatio): string[] => [
  costGoalName,
  `${(auto / plain).toFixed(2)} times (${steps})`,
  met(auto <= 2 * plain),
];

/** What was asked of fastface-steps, with the worst figure that the tables below have for it. */
export function goals(all: readonly ByCase[], cost: CostRatio): string {
  const placed: Placed[] = all.flatMap(({ steps, scores }) =>
    scores.map((score, i) => ({ where: `${scoreboardCases[i]!.name}, ${steps}`, steps, score })),
  );
  const worst = (of: (score: Score) => number, among: readonly Placed[]) =>
    among.reduce((a, b) => (of(b.score) > of(a.score) ? b : a));
  // These are no plateaus that begin at once: one goes on falling, the other has no past to compare with.
  const sudden = placed.filter(({ where }) => !/^(smooth|flat with noise)/.test(where));
  const wrong = worst(({ falsePercent }) => falsePercent ?? 0, placed);
  const missed = worst(({ foundPercent }) => -foundPercent, placed);
  const long = worst(
    ({ medianDelay }) => medianDelay,
    sudden.filter(({ steps }) => steps >= 1e4),
  );
  const short = worst(
    ({ medianDelay }) => medianDelay,
    sudden.filter(({ steps }) => steps < 1e4),
  );
  const rows = [
    [
      'false reductions in at most 0.5 % of the runs',
      `${wrong.score.falsePercent!.toFixed(2)} % (${wrong.where}, of ${wrong.score.runs})`,
      met(wrong.score.falsePercent! <= 0.5),
    ],
    [
      'at least 99 % of plateaus found within 4 patiences',
      `${missed.score.foundPercent.toFixed(2)} % (${missed.where}, of ${missed.score.runs})`,
      met(missed.score.foundPercent >= 99),
    ],
    [
      'median delay at most 1.5 patiences from 10,000 iterations on',
      `${long.score.medianDelay.toFixed(2)} (${long.where})`,
      met(long.score.medianDelay <= 1.5),
    ],
    [
      'median delay at most 2 patiences below',
      `${short.score.medianDelay.toFixed(2)} (${short.where})`,
      met(short.score.medianDelay <= 2),
    ],
    costGoal(cost),
  ];
  return `## Goals of fastface-steps

The worst figure over all cases and lengths. Delays are those of plateaus that begin at once: in *smooth* the loss goes on falling for a
patience or two, in *flat with noise* there is no fall before.

${table(['goal', 'worst figure', 'verdict'], rows)}`;
}
