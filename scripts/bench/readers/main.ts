/**
 * How fast logs are read: `npm run bench:readers` (`-- 1000` for logs of 1,000 MB, `-- 300 llmc csv` for some kinds).
 * Each generated log is read in a process of its own, first as bytes alone. Times are processor times of that process,
 * since machines are shared; the memory beyond that of the shortest log is that of the points, 24 bytes each.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.js';
import { kinds } from './kinds.js';

const [size = '300', ...wanted] = process.argv.slice(2);
const megabytes = Number(size);
const folder = mkdtempSync(join(tmpdir(), 'fastface-bench-'));
const reader = fileURLToPath(new URL('readOne.mjs', import.meta.url));

console.log(`Node ${process.version}; logs of ${megabytes} MB; MB per second of processor time`);
console.log(`${'log'.padEnd(24)}${'reader'.padEnd(20)}   MB/s  bytes alone  times  points  peak MiB`);
try {
  for (const [name, kind] of Object.entries(kinds)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const path = join(folder, 'training.log');
    const records = generate(kind, path, megabytes * 1e6);
    const { status, stdout, stderr } = spawnSync(process.execPath, [reader, path], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const { bytes, alone, read, format, points, segments, mebibytes } = JSON.parse(stdout);
    const rate = (time: number) => (bytes / 1e6 / time).toFixed(0);
    // One row in 200 of Lightning's holds the mean of an epoch.
    if (segments !== 1 || points < 0.99 * records)
      throw new Error(`${name}: ${points} points in ${segments} segments of ${records} records`);
    console.log(
      `${name.padEnd(24)}${format.padEnd(20)}${rate(read).padStart(7)}${rate(alone).padStart(13)}${(read / alone).toFixed(1).padStart(7)}${String(points).padStart(8)}${mebibytes.toFixed(0).padStart(10)}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
