import { score, scoreboardCases } from '@fastface/sim';
import { onlyAuto } from './contestants.js';
import { lengths, runsOf } from './options.js';
import { headline, headlineRow, table } from './page.js';

/** fastface-steps on the plainest case, often enough for the goal of 99.5 %. */
export function headlines(): string {
  const [plain] = scoreboardCases;
  const rows = lengths.flatMap((steps) =>
    [1, 10, 1000].map((steepness) => {
      const full = Math.round(Math.min(4000, Math.max(600, 4e6 / steps)) / (steepness === 1 ? 1 : 10));
      return headlineRow(
        steps,
        steepness,
        score(onlyAuto(steps), plain!, { steps, steepness }, runsOf(full))[0]!,
      );
    }),
  );
  return `## fastface-steps by length

White noise, straight falls. Delays in patiences.

${table(headline, rows)}`;
}
