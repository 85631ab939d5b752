/**
 * The arena in the loss model: every scheduler in the loop with laws that are fitted to recorded runs too large to repeat
 * here. `npm run model-arena` takes some ten minutes on an idle core, and writes docs/model-arena.md and docs/figures/modelArena.json.
 * Without the recorded logs, which are not part of the project, it says so and stops.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { verdict } from '../../packages/train/src/arena/verdict.js';
import { main as grid } from '../arena/grids.js';
import { haveRecordedLogs } from '../lossModel/recordedLogs.js';
import { type ModelArenaResults, modelArenaPage } from './page.js';
import {
  type Asked,
  bestFound,
  budgets,
  courseOf,
  type ModelRow,
  multipliers,
  rowsOf,
  seeds,
  taking,
} from './places.js';
import { faceWorld, languageWorld, noiseOf, noisier, type World } from './worlds.js';

if (!haveRecordedLogs()) {
  console.log('model-arena: the recorded logs are not on this machine; the committed results stand');
  process.exit(0);
}

const started = performance.now();
const say = (text: string) => console.log(`${((performance.now() - started) / 1000).toFixed(0)} s  ${text}`);
const everyone = taking.map(({ name }) => name);

/** The schedulers of the arena's main part, at full length. */
const mainly = (rows: readonly ModelRow[]) =>
  verdict(
    rows.filter(
      ({ budget, contestant }) => budget === 1 && [bestFound, ...grid.schedulers].includes(contestant),
    ),
  ).standings;

const all: Asked = { names: everyone, budgets, multipliers };

const ask = (worlds: readonly World[], asked = all): ModelRow[] =>
  worlds.flatMap((world) => rowsOf(world, asked, say));

/** Final losses at full length and base rate: the mean over seeds, the least and the largest. */
const endings = (rows: readonly ModelRow[]) =>
  [bestFound, ...grid.schedulers].map((scheduler) => {
    const losses = rows
      .filter((row) => row.contestant === scheduler && row.budget === 1 && row.multiplier === 1)
      .map(({ metric }) => metric!);
    const value = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    return { scheduler, value, low: Math.min(...losses), high: Math.max(...losses) };
  });

function standingsOf(rows: readonly ModelRow[]) {
  const above: Record<string, number> = {};
  for (const row of rows)
    if (row.above > 1.001) above[row.contestant] = Math.max(above[row.contestant] ?? 0, row.above);
  return { ...verdict(rows, { about: 'fastface-auto' }), above };
}

const language = await Promise.all([languageWorld('25M'), languageWorld('100M')]);
const faces = await faceWorld();
const noise = 50;
const languageRows = ask(language);
const faceRows = ask([faces]);
const results: ModelArenaResults = {
  machine: `Node ${process.version}, ${cpus()[0]?.model.trim()}`,
  seeds,
  noise: { factor: noise, fitted: noiseOf(language[0]!, 3), faces: noiseOf(faces, 10) },
  language: standingsOf(languageRows),
  noisy: standingsOf(ask(language.map((world) => noisier(world, noise)))),
  faces: standingsOf(faceRows),
  laws: [{ name: 'spectral', standings: mainly(languageRows) }],
  memory: [{ name: 'memory power 1', endings: endings(faceRows) }],
  courses: [],
};
for (const law of ['tissue', 'multi-power'] as const) {
  const worlds = await Promise.all([languageWorld('25M', law), languageWorld('100M', law)]);
  results.laws.push({
    name: law,
    standings: mainly(ask(worlds, { names: grid.schedulers, budgets: [1], multipliers })),
  });
}
for (const power of [0.5, 2]) {
  const worlds = [await faceWorld(power)];
  const rows = ask(worlds, { names: grid.schedulers, budgets: [1], multipliers: [1] });
  results.memory.push({ name: `memory power ${power}`, endings: endings(rows) });
}
for (const world of [...language, faces])
  results.courses.push({
    world: world.name,
    steps: world.steps,
    curves: courseOf(world, ['fastface-auto', 'linear', 'cosine', 'wsd-20'], 200),
  });
const root = join(import.meta.dirname, '../..');
writeFileSync(join(root, 'docs/figures/modelArena.json'), `${JSON.stringify(results, null, 1)}\n`);
writeFileSync(join(root, 'docs/model-arena.md'), modelArenaPage(results));
