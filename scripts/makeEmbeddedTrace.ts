/**
 * Makes packages/sim/traces/synthetic-quadratic.jsonl: simulated SGD on a noisy quadratic, seeded.
 * `npx tsx --conditions=@fastface/source scripts/makeEmbeddedTrace.ts`
 *
 * f(x) = ½·Σ h_i·x_i² in 24 dimensions, curvatures h_i from 0.002 to 4 on a log scale, every direction at loss 0.245 at first;
 * each update x ← x − η·(h·x + s·noise) with s_i = 0.3·√h_i; the loss recorded is f(x) + 0.35 + 0.05·noise.
 * The rate is cut by hand, as people do: 0.2, then 0.04 from 4,000 on, then 0.008 from 5,400 on.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { normal } from '@fastface/core/testing';

const steps = 6000;
const dimensions = 24;
const seed = 20240417;
const noise = normal(seed);
const curvature = Array.from({ length: dimensions }, (_, i) => 0.002 * 2000 ** (i / (dimensions - 1)));
const x = curvature.map((h) => 0.7 / Math.sqrt(h));
const rateAt = (step: number) => (step < 4000 ? 0.2 : step < 5400 ? 0.04 : 0.008);

const about = 'synthetic: simulated SGD on a noisy quadratic, not a recording of a real training';
const lines = [JSON.stringify({ note: about, seed, total_steps: steps })];
for (let step = 0; step < steps; step++) {
  const learningRate = rateAt(step);
  let value = 0;
  for (let i = 0; i < dimensions; i++) value += 0.5 * curvature[i]! * x[i]! ** 2;
  const loss = value + 0.35 + 0.05 * noise();
  lines.push(JSON.stringify({ step, loss: Number(loss.toFixed(5)), lr: learningRate }));
  for (let i = 0; i < dimensions; i++) {
    x[i]! -= learningRate * (curvature[i]! * x[i]! + 0.3 * Math.sqrt(curvature[i]!) * noise());
  }
}
const file = fileURLToPath(new URL('../packages/sim/traces/synthetic-quadratic.jsonl', import.meta.url));
writeFileSync(file, `${lines.join('\n')}\n`);
console.log(`${file}: ${steps} records`);
