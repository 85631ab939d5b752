import { chart, line } from './charts.js';
import type { Figure } from './figure.js';
import results from './modelArena.json' with { type: 'json' };
import { coloured, regretDots, schedulerColor } from './regretDots.js';

const parts = [
  ['language models', results.language.standings],
  ['faces', results.faces.standings],
] as const;

/** Mean regret in the loss models: a dot and its interval for each scheduler, language models above faces. */
export const modelArenaRegret: Figure = {
  caption:
    'Mean regret of the final training loss against the best schedule found for the law, with 95 % intervals: language models above, faces below. Less is better.',
  controls: [],
  draw(_, width) {
    const shown = parts.map(([name, standings]) => ({
      name,
      standings: standings.filter(({ contestant }) => coloured.includes(contestant)),
    }));
    const said = shown.map(({ name, standings }) => {
      const auto = standings.find(({ contestant }) => contestant === 'fastface-auto')!.meanRegret.value;
      return `${name} ${(100 * auto).toFixed(2)} %`;
    });
    return {
      svg: shown
        .map(({ name, standings }) => regretDots(standings, width, `Mean regret by scheduler, ${name}`))
        .join(''),
      text: `fastface-auto: ${said.join(', ')}.`,
    };
  },
};

/** The rate in the course of a run, at the base rate and the full length of each model. */
export const modelArenaCourses: Figure = {
  caption:
    'Rates over the base rate, seed 1: language models of 25M and 100M, faces. Grey: the best schedule found for the law. Blue: fastface-auto. Orange: held for four fifths, then straight to zero (wsd-20). Pink: cosine. Ochre: straight line.',
  controls: [],
  draw(_, width) {
    const svg = results.courses.map(({ world, steps, curves }) => {
      const points = curves[0]!.rates.length - 1;
      const marks = curves.map(({ scheduler, rates }) => {
        const mark = line(rates, schedulerColor(scheduler));
        if (mark.kind !== 'line') return mark;
        return { ...mark, points: mark.points.map(([i, rate]) => [(i / points) * steps, rate] as const) };
      });
      return chart({ label: `Rates, ${world}`, to: steps, domain: [0, 1.05], marks, height: 130 }, width);
    });
    const falls = results.courses.map(({ world, steps, curves }) => {
      const auto = curves.find(({ scheduler }) => scheduler === 'fastface-auto')!;
      const held = auto.rates.findIndex((rate) => rate < 1) - 1;
      return `${world}: ${Math.round((100 * held) / (auto.rates.length - 1))} % of ${steps.toLocaleString('en-US')}`;
    });
    return { svg: svg.join(''), text: `fastface-auto holds the rate for: ${falls.join('; ')}.` };
  },
};
