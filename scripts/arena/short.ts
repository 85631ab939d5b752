import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arena } from './command.js';
import { short } from './grids.js';

/** The scheduler under test may have this much more mean regret than a constant rate and than a straight line. */
const margin = 0.02;

/**
 * A few hundred trainings: the arena runs, goes on where it was stopped, repeats bit for bit, and the default scheduler is not
 * worse than doing nothing or than a straight line.
 */
export function shortArena(scheduler: string): string[] {
  const problems: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'fastface-arena-'));
  try {
    const grid = { ...short, schedulers: [...new Set(['constant', 'linear', 'wsd-20', scheduler])] };
    const [whole, resumed] = [join(folder, 'whole.csv'), join(folder, 'resumed.csv')];
    const { standings, places } = arena(grid, whole, scheduler);
    const lines = readFileSync(whole, 'utf8').split('\n');
    writeFileSync(resumed, `${lines.slice(0, 30).join('\n')}\n${lines[30]!.slice(0, 50)}`);
    arena(grid, resumed, scheduler);
    if (rowsOf(resumed) !== rowsOf(whole)) problems.push('a stopped arena goes on to other rows');
    const regret = (name: string) =>
      standings.find(({ contestant }) => contestant === name)!.meanRegret.value;
    const show = (name: string) => `${name} ${(100 * regret(name)).toFixed(1)} %`;
    console.log(
      `mean regret over ${places} places: ${standings.map(({ contestant }) => show(contestant)).join(', ')}`,
    );
    for (const other of ['constant', 'linear'])
      if (!(regret(scheduler) <= regret(other) + margin))
        problems.push(`${show(scheduler)} is more than ${show(other)} and ${100 * margin} points`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return problems;
}

/** Without the seconds and the digest that covers them. */
const rowsOf = (file: string) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').slice(0, -2).join())
    .sort()
    .join('\n');
