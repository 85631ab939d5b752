import { type StdioOptions, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Figures, fastest } from './report.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The whole `fastface replay` process on a real log, beyond Node's own start. */
export function benchCommand(figures: Figures): void {
  const log = path('../../../shared/traces/fastface_WebFace4M_r100.log');
  const bin = path('../../packages/sim/bin/fastface.js');
  if (!existsSync(log)) {
    figures.note('skipped: the recorded WebFace4M log is not on this machine');
    return;
  }
  const node = (...args: string[]) => {
    const stdio: StdioOptions = ['ignore', 'ignore', 'pipe'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio });
    if (status !== 0) throw new Error(stderr);
  };
  const [start, replay] = fastest(
    7,
    () => node('-e', '0'),
    () => node(bin, 'replay', log, '--json'),
  ) as [number, number];
  figures.note(
    `node alone ${(start / 1e6).toFixed(0)} ms, fastface replay of 165,430 iterations ${(replay / 1e6).toFixed(0)} ms`,
  );
  figures.atMost(
    'fastface replay of the WebFace4M log beyond the start of Node',
    (replay - start) / 1e9,
    0.5,
    's',
  );
}
