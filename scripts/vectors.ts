import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  anneal,
  fastface,
  fastfaceAuto,
  floor,
  fromSchedule,
  groups,
  growingHaar,
  type Loss,
  type Scheduler,
  sequence,
  warmup,
} from '@fastface/core';
import { uniform } from '@fastface/core/testing';

/**
 * The vectors that the Python package is held to: losses, and of what `@fastface/core` makes of them every rate and decision,
 * some states, and their reasons. `--check` says whether the file is what would be written.
 */
const path = fileURLToPath(new URL('../python/tests/vectors/core.json', import.meta.url));

interface Vector {
  readonly name: string;
  /** How the scheduler is made, for the tests in Python to make it again. */
  readonly make: unknown;
  readonly losses: readonly (Loss | 'NaN')[];
  readonly learningRates: readonly number[];
  readonly decisions: string;
  readonly states: readonly { readonly after: number; readonly state: object; readonly reason: string }[];
}

function lossesOf(seed: number, length: number): (Loss | 'NaN')[] {
  const random = uniform(seed);
  return Array.from({ length }, (_, i) => {
    if (random() < 0.01) return random() < 0.5 ? null : 'NaN';
    const level = i < length / 2 ? 5 - (6 * i) / length : 2;
    return level + random() - 0.5;
  });
}

const base = { learningRate: 0.1, alpha: 0.05, beta: 0.03, threshold: 0.002, patience: 40 };
const schedulers: readonly [name: string, make: unknown, scheduler: Scheduler][] = [
  [
    'fastface-auto',
    { fastfaceAuto: { learningRate: 0.1, totalSteps: 900 } },
    fastfaceAuto({ learningRate: 0.1, totalSteps: 900 }) as Scheduler,
  ],
  [
    'fastface-auto of unknown length',
    { fastfaceAuto: { learningRate: 0.3, noiseMultiple: 3, lastShare: 0.3, power: 2 } },
    fastfaceAuto({ learningRate: 0.3, noiseMultiple: 3, lastShare: 0.3, power: 2 }) as Scheduler,
  ],
  [
    'growing-haar',
    { growingHaar: { learningRate: 0.1, totalSteps: 1200, noiseMultiple: 0.8 } },
    growingHaar({ learningRate: 0.1, totalSteps: 1200, noiseMultiple: 0.8 }) as Scheduler,
  ],
  [
    'anneal of fastface',
    { anneal: { of: { fastface: base }, totalSteps: 800, lastShare: 0.15 } },
    anneal(fastface(base), { totalSteps: 800, lastShare: 0.15 }) as Scheduler,
  ],
  ['fastface', { fastface: base }, fastface(base)],
  ['published options', { fastface: { totalSteps: 900 } }, fastface({ totalSteps: 900 })],
  [
    'floor and cooldown of its own',
    { fastface: { ...base, minLearningRate: 0.03, cooldown: 25, factor: 0.7, maxReductions: 5 } },
    fastface({ ...base, minLearningRate: 0.03, cooldown: 25, factor: 0.7, maxReductions: 5 }),
  ],
  [
    'warm-up',
    { warmup: { of: { fastface: base }, steps: 70, from: 0.003 } },
    warmup(fastface(base), { steps: 70, from: 0.003 }) as Scheduler,
  ],
  [
    'floor',
    { floor: { of: { fastface: base }, minLearningRate: 0.02 } },
    floor(fastface(base), 0.02) as Scheduler,
  ],
  [
    'sequence',
    {
      sequence: [
        { line: [0.01, 0.0001], steps: 33 },
        { fastface: base, steps: 400 },
        { fastface: { ...base, learningRate: 0.07 } },
      ],
    },
    sequence([
      { scheduler: fromSchedule((t) => 0.01 + 0.0001 * t, 'line'), steps: 33 },
      { scheduler: fastface(base) as Scheduler, steps: 400 },
      { scheduler: fastface({ ...base, learningRate: 0.07 }) as Scheduler },
    ]) as Scheduler,
  ],
  [
    'groups',
    { groups: { of: { fastface: base }, multipliers: { head: 0.3, body: 1 } } },
    groups(fastface(base), { head: 0.3, body: 1 }) as Scheduler,
  ],
  [
    'growing-haar that backs off',
    { growingHaar: { totalSteps: 900, confidence: 0, maxReductions: 0, maxBackOffs: 3 } },
    growingHaar({ totalSteps: 900, confidence: 0, maxReductions: 0, maxBackOffs: 3 }) as Scheduler,
  ],
  [
    'fastface-auto with a latest end',
    { fastfaceAuto: { learningRate: 0.1, maxSteps: 600 } },
    fastfaceAuto({ learningRate: 0.1, maxSteps: 600 }) as Scheduler,
  ],
];

const vectors = schedulers.map(([name, make, scheduler], i): Vector => {
  const losses = lossesOf(i + 1, 900);
  let state = scheduler.init();
  const learningRates = [state.learningRate];
  const states = [{ after: 0, state, reason: scheduler.reason!(state) }];
  let decisions = '';
  losses.forEach((loss, at) => {
    state = scheduler.step(state, loss === 'NaN' ? Number.NaN : loss);
    learningRates.push(state.learningRate);
    decisions += state.decision[0]!;
    if (
      [1, 2, 50, 333, 900].includes(at + 1) ||
      (['reduce', 'back-off'].includes(state.decision) && states.length < 30)
    )
      states.push({ after: at + 1, state, reason: scheduler.reason!(state) });
  });
  return { name, make, losses, learningRates, decisions, states };
});

const text = `${JSON.stringify(vectors)}\n`;
if (!process.argv.includes('--check')) writeFileSync(path, text);
else if (readFileSync(path, 'utf8') !== text) {
  console.error('python/tests/vectors/core.json is not what the core gives: npm run vectors');
  process.exitCode = 1;
}
