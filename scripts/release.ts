/**
 * A release in one command: `npm run release`. It checks the packages, packs them into `release/`, with their digests and the
 * changelog of the version, and publishes them with provenance, in the order in which they need each other.
 *
 * `--dry-run` does all but publish. `--no-check` leaves out `npm run check:packages`, where that has run already.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execute } from './packages/execute.js';
import { pack } from './packages/pack.js';
import { changesOf, obstacles } from './packages/readiness.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = { 'dry-run': { type: 'boolean' }, 'no-check': { type: 'boolean' } } as const;
const { values: flags } = parseArgs({ options });
const names = ['core', 'sim', 'train'];
const manifests = names.map((name) =>
  JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')),
);
const { version } = manifests[0];
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const uncommitted = execute(root, 'git', 'status', '--porcelain');

const found = obstacles({ manifests, changelog, uncommitted });
for (const obstacle of found)
  console.log(`${flags['dry-run'] ? 'before a release' : 'not released'}: ${obstacle}`);
if (found.length > 0 && !flags['dry-run']) process.exit(1);

execute(root, 'npm', 'run', flags['no-check'] ? 'build' : 'check:packages');
const folder = join(root, 'release');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const packed = names.map((name) => pack(join(root, 'packages', name), folder));
for (const { folder: unpacked } of packed) rmSync(unpacked, { recursive: true });
const sums = packed.map(({ tarball }) => {
  const digest = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  return `${digest}  ${basename(tarball)}\n`;
});
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
writeFileSync(join(folder, 'CHANGES.md'), `${changesOf(changelog, version) ?? ''}\n`);
for (const { tarball, bytes } of packed) console.log(`release/${basename(tarball)}: ${bytes} bytes`);
console.log('release/SHA256SUMS, release/CHANGES.md');

if (flags['dry-run']) console.log('nothing was published: a dry run');
else {
  for (const { tarball } of packed)
    execute(root, 'npm', 'publish', tarball, '--access', 'public', '--provenance');
  console.log(`published ${version}`);
}
