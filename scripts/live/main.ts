/**
 * Real trainings whose rate comes from outside while they run, each beside a replay of its finished log: `npm run check:live` takes
 * some minutes, and writes a section of docs/live-measured.md with `-- --write`. `-- --python=PATH` names a Python that has PyTorch; without it those
 * trainings are skipped, and it says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWithReplay } from './compareWithReplay.js';
import { writeSection } from './section.js';
import { steeredTraining, type Trainer } from './training.js';

const option = (name: string) =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const python = option('python') ?? 'python3';
const asked = spawnSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
const torch = asked.status === 0 ? asked.stdout.trim() : null;
const steps = Number(option('steps') ?? 3000);

const torches = (['file', 'http', 'package', 'pipe'] as const).map(
  (via): Trainer => ({ kind: 'torch', via, steps, pause: via === 'file' ? 0.005 : 0, python }),
);
const faces = (['file', 'http'] as const).map(
  (via): Trainer => ({ kind: 'faces', via, steps: Math.min(steps, 1000), pause: 0 }),
);
const names = {
  faces: 'faces, `fastface-train`',
  torch: `a classifier, PyTorch ${torch}`,
  python: 'a line, Python',
};
const ways = {
  file: 'the file of `--write-rate`',
  http: 'HTTP',
  package: 'the Python package',
  pipe: '`fastface step`',
};
const folder = mkdtempSync(join(tmpdir(), 'fastface-steered-'));
const rows: string[] = [];
try {
  if (torch === null) console.log(`skipped: ${python} has no PyTorch (-- --python=PATH names one that has)`);
  for (const trainer of [...(torch === null ? [] : torches), ...faces]) {
    const found = await compareWithReplay(
      await steeredTraining(join(folder, `${trainer.kind}-${trainer.via}`), trainer),
    );
    const isSame = found.differences.length === 0;
    console.log(trainer.kind, trainer.via, found);
    // A training whose rate never moved shows nothing.
    if (!isSame || found.decisions === 0 || found.finalShare > 0.5) process.exitCode = 1;
    const how =
      trainer.via === 'http'
        ? `HTTP, ${trainer.kind === 'faces' ? '`GET /rate`' : '`POST /loss`'}`
        : ways[trainer.via];
    rows.push(
      `| ${names[trainer.kind]} | ${how} | ${found.updates} | ${found.decisions} | ${isSame ? 'the same' : `NOT THE SAME: ${found.differences[0]}`} | ${found.lag} |`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (process.argv.includes('--write') && torch !== null)
  writeSection(
    'Steering',
    `\`npm run check:live\`: trainings whose rate came from outside while \`fastface watch\` followed their logs. What it told, the state that it ended
with, and the rate of every update are held against a replay of the finished log, to the last bit. The lag is the most updates that were made between a loss and the first
update at the rate that it gave: none where the trainer waits for the answer.

| training | the rate came by | updates | decisions told | a replay has | lag, updates |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}`,
  );
