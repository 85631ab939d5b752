/**
 * What `npm run train` promises, on the backend that every machine has: `npm run check:training`.
 *
 * Runs the default training on wasm, compares the table of verification with the promise, and replays the trace with the
 * command `fastface`, which must make every change that the run made. Says how long it took: that depends on who else
 * uses the machine, so it is no check.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../packages/train/src/cli/run.js';

/** The least by which training must raise the AUC on people not seen. */
const promisedGain = 0.15;

interface Row {
  readonly network: string;
  readonly auc: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'fastface-check-'));
const folder = join(scratch, 'run');
const problems: string[] = [];
try {
  // With nothing drawn before, as for somebody who tries it for the first time.
  process.env.XDG_CACHE_HOME = join(scratch, 'cache');
  const started = performance.now();
  const status = await run(['train', '--backend', 'wasm', '--verify-untrained', '--out', folder]);
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  if (status !== 0) throw new Error(`train ended with ${status}`);
  console.log(
    `\nthe whole command: ${wall.toFixed(0)} s on ${availableParallelism()} cores, ${((user + system) / 1e6).toFixed(0)} s of processor time`,
  );

  const rows: Row[] = JSON.parse(readFileSync(join(folder, 'verification.json'), 'utf8'));
  const auc = (name: string) => rows.find(({ network }) => network === name)!.auc;
  const gain = auc('trained network') - auc('untrained network');
  console.log(
    `AUC on unseen people: ${gain.toFixed(3)} above the untrained network’s (promised: ${promisedGain})`,
  );
  if (!(gain >= promisedGain)) problems.push('training does not raise the AUC as promised');
  if (!(auc('trained network') > auc('raw pixels')))
    problems.push('the network is no better than raw pixels');

  const { recorded, replays } = replay(join(folder, 'trace.jsonl'));
  const made = recorded.changes.map(({ step }) => step);
  // Decided at one update, and the rate of the next; what the last update decides is no update's rate.
  const found = replays[0]!.changes.map(({ step }) => step + 1).filter((step) => step < 1000);
  console.log(`changes of the rate: ${made.length}; fastface replay finds ${found.length}`);
  if (made.length === 0 || made.join() !== found.join())
    problems.push(`the replay changes the rate at ${found.join(', ')}, the run at ${made.join(', ')}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const problem of problems) console.error(`check:training: ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);

interface Changes {
  readonly changes: readonly { readonly step: number }[];
}

/** What the command `fastface replay` says of a trace. */
function replay(trace: string): { readonly recorded: Changes; readonly replays: readonly Changes[] } {
  const main = fileURLToPath(new URL('../packages/sim/src/cli/main.ts', import.meta.url));
  const args = [...process.execArgv, main, 'replay', trace, '--scheduler', 'fastface-auto', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`fastface replay ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
