import { score, scoreboardCases, scoreboardContestants } from '@fastface/sim';
import { onlyAuto } from './contestants.js';
import { runsOf } from './options.js';
import { cell, table } from './page.js';

const multiples = [0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1];
const shares = [0.4, 0.6, 0.8, 1, 1.25, 1.5, 2];
const lengths = [1e3, 1e4];

/** The two kinds of error of fastface-steps and of dlib's test against each other, on the case that is hardest for both. */
export function tradeOff(): string {
  const hard = scoreboardCases.find(({ name }) => name === 'heavy tails')!;
  const plain = scoreboardCases[0]!;
  const cells = (make: (steps: number) => ReturnType<typeof onlyAuto>) =>
    [plain, hard].flatMap((one) =>
      lengths.map((steps) =>
        cell(score(make(steps), one, { steps }, runsOf(steps === 1e3 ? 2000 : 200))[0]!),
      ),
    );
  const head = [plain, hard].flatMap(({ name }) => lengths.map((steps) => `${name}, ${steps}`));
  return `## The trade-off

The two kinds of error against each other, on the same runs: fastface-steps by \`noiseMultiple\` (κ), dlib-slope by its patience (a share
of ours).

${table(
  ['κ', ...head],
  multiples.map((kappa) => [String(kappa), ...cells((steps) => onlyAuto(steps, [`noiseMultiple=${kappa}`]))]),
)}

${table(
  ['patience of dlib-slope', ...head],
  shares.map((share) => [
    String(share),
    ...cells((steps) =>
      scoreboardContestants(['dlib-slope'], [`patience=${Math.round(share * (steps / 20))}`], steps),
    ),
  ]),
)}`;
}
