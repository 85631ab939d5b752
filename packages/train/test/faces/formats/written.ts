import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';

export const size = 8;

/** Image `number` of the files that writers.py writes. */
export function expectedImage(number: number): Uint8Array {
  return Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size)];
    return [(number * 16 + x) % 256, y * 9, number][i % 3]!;
  });
}

const here = dirname(fileURLToPath(import.meta.url));

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own that goes away when the tests end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-formats-'));
  folders.push(folder);
  return folder;
}

/** What the writers wrote when the vectors were committed, NumPy's files included. */
export function committedFiles(): string {
  const folder = temporaryFolder();
  const files = JSON.parse(readFileSync(join(here, 'written.json'), 'utf8')) as Record<string, string>;
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), inflateSync(Buffer.from(data, 'base64')));
  }
  return folder;
}

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What the Python of this machine writes; without NumPy's files where it has none. */
export function freshFiles(): string {
  const folder = temporaryFolder();
  execFileSync('python3', [join(here, 'writers.py'), folder]);
  return folder;
}
