/**
 * The arena: real trainings under every scheduler. `npm run arena` trains what `arena.csv` lacks, some 3,000 trainings, in
 * half an hour on two idle cores, and writes docs/arena.md and docs/figures/arena.json. `-- --short` takes a minute and is a
 * gate; `-- --short --scheduler NAME` puts another scheduler to it.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { byBudget } from './budgets.js';
import { arena } from './command.js';
import { curvesOf } from './curves.js';
import { budgets, everyone, main, rates, reported } from './grids.js';
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
const all = arena({ tasks: reported, ...main }, file, about);
const byRate = rates.map((rate) => ({
  rate,
  standings: arena({ tasks: reported, ...main, rates: [rate] }, file, about).standings,
}));
const byTask = reported.map((task) => ({
  task,
  standings: arena({ tasks: [task], ...main }, file, about).standings,
}));
const peers = arena({ tasks: reported, ...everyone }, file, about);
const ofBudgets = byBudget({ ...main, tasks: reported, budgets }, file, about);
const curves = await curvesOf('digits', ['constant', 'polynomial', 'fastface-steps', about]);
const machine = `Node ${process.version}, ${cpus()[0]?.model.trim()}`;
const results = { machine, all, byRate, byTask, budgets, byBudget: ofBudgets, peers, curves };
writeFileSync(join(root, 'docs/figures/arena.json'), `${JSON.stringify(results, null, 1)}\n`);
writeFileSync(join(root, 'docs/arena.md'), arenaPage(results));
