import { noisyQuadratic, quadraticRun } from './noisyQuadratic.js';

const about = 'synthetic: simulated SGD on a noisy quadratic, by its law; not a recording of a real training';

/** The synthetic run that comes with the command, as JSON lines. */
export function embeddedTrace(): string {
  const { losses, rates } = quadraticRun();
  const { seed, steps } = noisyQuadratic;
  const lines = [JSON.stringify({ note: about, seed, total_steps: steps })];
  losses.forEach((loss, step) => {
    lines.push(JSON.stringify({ step, loss: Number(loss.toFixed(5)), lr: rates[step] }));
  });
  return `${lines.join('\n')}\n`;
}
