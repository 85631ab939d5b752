import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { caseLosses, patienceOf, scoreboardCases } from '@fastface/sim';
import { everyone, names } from './contestants.js';
import type { CostRatio } from './cost.js';
import { lengths, quick } from './options.js';
import { table } from './page.js';

/** As published: the built packages, not their source as a tool translates it. */
const built = process.execArgv.filter((argument) => !argument.includes('@fastface/source'));

const measured = (steps: number): CostRatio => {
  const script = join(import.meta.dirname, 'costRatios.ts');
  const args = [...built, script, String(quick ? 5 : 40), String(steps)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))[0];
};

/** Costs of everyone at one length, and of fastface-steps against fastface at every length. */
export function costPart(): { text: string; worst: CostRatio } {
  const steps = 100_000;
  const losses = caseLosses(scoreboardCases[0]!, {
    steps,
    patience: patienceOf(steps),
    falling: 0.4,
    seed: 1,
  });
  const costs = everyone(steps).map(({ reductions }) => {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < (quick ? 3 : 9); round++) {
      const start = performance.now();
      reductions(losses);
      best = Math.min(best, ((performance.now() - start) * 1e6) / steps);
    }
    return best;
  });
  const ratios = lengths.map(measured);
  const rows = ratios.map(({ steps: length, plain, auto, plainStep, autoStep }) => [
    String(length),
    plain.toFixed(1),
    auto.toFixed(1),
    (auto / plain).toFixed(2),
    plainStep.toFixed(0),
    autoStep.toFixed(0),
    (autoStep / plainStep).toFixed(2),
  ]);
  const worst = ratios.reduce((a, b) => (b.auto / b.plain > a.auto / a.plain ? b : a));
  const text = `## Cost

Nanoseconds an iteration over a run of 100,000, the fastest of some. Those called with means are called every 500 iterations, and their cost
is spread over all.

${table(names, [costs.map((cost) => cost.toFixed(1))])}

fastface-steps against fastface as published, measured in turns, in a process of their own: \`learningRates\` over the whole run, and one
\`step\` after the other, each of which makes a new state.

${table(['steps', 'fastface ns', 'fastface-steps ns', 'ratio', 'step: fastface ns', 'fastface-steps ns', 'ratio'], rows)}`;
  return { text, worst };
}
