/**
 * The arena: real trainings under every scheduler. `npm run arena` trains what `arena.csv` lacks, some 3,000 trainings, in
 * half an hour on two idle cores, and writes docs/arena.md and docs/figures/arena.json. `-- --faces` trains face recognisers,
 * in two thirds of an hour, and writes docs/arena.md and docs/figures/arenaFaces.json. `-- --open` trains without telling the
 * length, in a quarter of an hour, and writes docs/arena.md and docs/figures/arenaOpen.json. `-- --short` takes a minute and is a gate;
 * `-- --short --scheduler NAME` puts another scheduler to it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { byBudget } from './budgets.js';
import { arena, type Flags } from './command.js';
import { curvesOf } from './curves.js';
import { budgets, everyone, faces, main, rates, reported } from './grids.js';
import { openArena } from './open.js';
import { arenaPage } from './page.js';
import { shortArena } from './short.js';

const about = 'fastface-auto';
const option = (name: string) => process.argv[process.argv.indexOf(name) + 1];

if (process.argv.includes('--short')) {
  const problems = shortArena(process.argv.includes('--scheduler') ? option('--scheduler')! : about);
  for (const problem of problems) console.error(`arena: ${problem}`);
  process.exit(problems.length === 0 ? 0 : 1);
}

const root = join(import.meta.dirname, '../..');
const file = process.argv.includes('--output') ? option('--output')! : join(root, 'arena.csv');
const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()}`;
const figures = (name: string) => join(root, 'docs/figures', name);

if (process.argv.includes('--faces')) keep('arenaFaces.json', onFaces());
else if (process.argv.includes('--open'))
  keep('arenaOpen.json', { machine, tasks: await openArena(reported, 3) });
else keep('arena.json', await onSmallTasks());
writeFileSync(
  join(root, 'docs/arena.md'),
  arenaPage(read('arena.json'), read('arenaFaces.json'), read('arenaOpen.json')),
);

async function onSmallTasks() {
  const all = arena({ tasks: reported, ...main }, file, about);
  const byRate = rates.map((rate) => ({
    rate,
    standings: arena({ tasks: reported, ...main, rates: [rate] }, file, about).standings,
  }));
  const byTask = perTask({ tasks: reported, ...main });
  const peers = arena({ tasks: reported, ...everyone }, file, about);
  const ofBudgets = byBudget({ ...main, tasks: reported, budgets }, file, about);
  const curves = await curvesOf('digits', ['constant', 'polynomial', 'fastface-steps', about]);
  return { machine, all, byRate, byTask, budgets, byBudget: ofBudgets, peers, curves };
}

function onFaces() {
  return { machine, all: arena(faces, file, about), byTask: perTask(faces) };
}

function perTask(flags: Flags) {
  return flags.tasks.map((task) => ({
    task,
    standings: arena({ ...flags, tasks: [task] }, file, about).standings,
  }));
}

function keep(name: string, results: object) {
  writeFileSync(figures(name), `${JSON.stringify(results, null, 1)}\n`);
}

function read<Results>(name: string): Results {
  return JSON.parse(readFileSync(figures(name), 'utf8'));
}
