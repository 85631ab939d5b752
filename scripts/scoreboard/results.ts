/** How one contestant does on all cases together, at one length. */
export interface TogetherScore {
  readonly contestant: string;
  readonly falsePercent: number;
  readonly foundPercent: number;
  /** In patiences; null where most plateaus are never found. */
  readonly medianDelay: number | null;
}

/** docs/figures/scoreboard.json: what the site's figures and tables take from the scoreboard. */
export interface ScoreboardResults {
  readonly byLength: readonly { readonly steps: number; readonly scores: readonly TogetherScore[] }[];
  /** Nanoseconds an iteration, over a run of 100,000. */
  readonly cost: Readonly<Record<string, number>>;
}

/** The results as docs/scoreboard.md has them, so that the figures and the page say the same to the last digit. */
export function resultsOf(page: string): ScoreboardResults {
  const [names = [], ...lengths] = tableBelow(page, '## Everyone, by length');
  const [contestants = [], costs = []] = tableBelow(page, '## Cost');
  return {
    byLength: lengths.map(([steps, ...cells]) => ({
      steps: Number(steps),
      scores: cells.map((cell, i) => {
        const [falsePercent, foundPercent, medianDelay] = cell.split(' · ').map(numberOf);
        if (falsePercent == null || foundPercent == null || medianDelay === undefined)
          throw new Error(`the scoreboard: no score is ${cell}`);
        return { contestant: names[i + 1]!, falsePercent, foundPercent, medianDelay };
      }),
    })),
    cost: Object.fromEntries(contestants.map((name, i) => [name, Number(costs[i])])),
  };
}

const numberOf = (text: string): number | null => (text === '–' ? null : Number(text));

/** The cells of the first table below a heading: its head, then its rows. */
function tableBelow(page: string, heading: string): string[][] {
  const from = page.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`the scoreboard has no part ${heading}`);
  const [, lines = ''] = /\n\n((?:\|.*\n)+)/.exec(page.slice(from)) ?? [];
  const rows = lines.split('\n').flatMap((line) => (line === '' ? [] : [line.split('|').slice(1, -1)]));
  return rows.filter((_, i) => i !== 1).map((cells) => cells.map((cell) => cell.trim()));
}
